package example.ebs.provisioner.csi;

import io.fabric8.kubernetes.api.model.CSIPersistentVolumeSource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who deletes the volume of a PersistentVolume that nobody claims any more: who made it, and not
 * whose driver attaches it. The rule is the external-provisioner's, so that of the two at work in
 * one cluster never both do, nor neither.
 */
public final class Provisioners {
  /** On a PersistentVolume that was made for a claim: the provisioner of the class. */
  public static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";

  private static final String MIGRATED_TO = "pv.kubernetes.io/migrated-to";

  private Provisioners() {}

  /**
   * By name. One that people wrote is its CSI driver's; one of Kubernetes' own drivers of old
   * nobody's, until Kubernetes says whose it is now.
   */
  public static Set<String> of(PersistentVolume volume) {
    Map<String, String> says =
        Optional.of(volume.getMetadata()).map(ObjectMeta::getAnnotations).orElse(Map.of());
    Optional<String> made =
        Optional.ofNullable(says.get(PROVISIONED_BY)).map(InTreeVolumes::successor);
    Optional<String> migrated = Optional.ofNullable(says.get(MIGRATED_TO));
    Optional<String> attaches =
        Optional.ofNullable(volume.getSpec().getCsi()).map(CSIPersistentVolumeSource::getDriver);
    return (made.isPresent() || attaches.isEmpty()
            ? Stream.of(made, migrated)
            : Stream.of(attaches))
        .flatMap(Optional::stream)
        .collect(Collectors.toUnmodifiableSet());
  }
}
