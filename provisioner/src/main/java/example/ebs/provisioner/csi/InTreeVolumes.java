package example.ebs.provisioner.csi;

import example.ebs.csi.failure.Failure;
import io.fabric8.kubernetes.api.model.AWSElasticBlockStoreVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Volumes that were written for {@code awsElasticBlockStore}, Kubernetes' own EBS driver of old,
 * which Kubernetes now hands to the driver named {@link #DRIVER} and to no other.
 *
 * <p>Translated as Kubernetes' csi-translation-lib does for the node, so that both halves of the
 * driver are told the same.
 */
public final class InTreeVolumes {
  /** Kubernetes has this name built in. */
  public static final String DRIVER = "ebs.csi.aws.com";

  /** What its classes give as provisioner. */
  private static final String PROVISIONER = "kubernetes.io/aws-ebs";

  /** Bare, or as an URL whose host is the zone or nothing. */
  private static final Pattern ID = Pattern.compile("(?:aws://[^/]*/+)?(vol-[^/]+)/?");

  private InTreeVolumes() {}

  /** Who does the work of that provisioner now. */
  static String successor(String provisioner) {
    return provisioner.equals(PROVISIONER) ? DRIVER : provisioner;
  }

  /** Whether Kubernetes hands claims of this class, written for its own driver, to this one. */
  public static boolean isClass(StorageClass storageClass, String driver) {
    return driver.equals(DRIVER) && PROVISIONER.equals(storageClass.getProvisioner());
  }

  /**
   * The volume's id, such as {@code vol-0123456789abcdef0} of {@code
   * aws://us-east-1a/vol-0123456789abcdef0}.
   *
   * @throws Failure.InvalidRequest when the text holds none
   */
  public static String handle(String volumeId) {
    return find(volumeId)
        .orElseThrow(
            () ->
                new Failure.InvalidRequest(
                    "awsElasticBlockStore.volumeID must be like vol-0123456789abcdef0 or aws://us-east-1a/vol-0123456789abcdef0, and is \"%s\""
                        .formatted(volumeId)));
  }

  /** The same, where the text holds one. */
  static Optional<String> find(String volumeId) {
    return Optional.of(ID.matcher(volumeId)).filter(Matcher::matches).map(form -> form.group(1));
  }

  static Optional<VolumeSource> of(PersistentVolumeSpec spec, String driver) {
    return Optional.ofNullable(spec.getAwsElasticBlockStore())
        .filter(_ -> driver.equals(DRIVER))
        .map(InTreeVolumes::translated);
  }

  private static VolumeSource translated(AWSElasticBlockStoreVolumeSource source) {
    int partition = Optional.ofNullable(source.getPartition()).orElse(0);
    return new VolumeSource(
        handle(source.getVolumeID()),
        Optional.ofNullable(source.getFsType()).orElse(""),
        Boolean.TRUE.equals(source.getReadOnly()),
        Map.of("partition", String.valueOf(partition)),
        Optional.empty());
  }
}
