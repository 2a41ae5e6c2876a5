package example.ebs.provisioner.csi;

import example.ebs.csi.failure.Failure;
import io.fabric8.kubernetes.api.model.CSIPersistentVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import io.fabric8.kubernetes.api.model.SecretReference;
import java.util.Map;
import java.util.Optional;

/**
 * Which volume of a CSI driver a PersistentVolume stands for, written as such or for Kubernetes'
 * own driver of old (see {@link InTreeVolumes}).
 *
 * @param handle the driver's id of the volume
 * @param filesystem empty means the driver's choice
 * @param readOnly whether it is to be attached for reading only
 * @param attributes what the driver said of the volume when it made it
 * @param publishSecret what the driver wants to know when it attaches and detaches
 */
public record VolumeSource(
    String handle,
    String filesystem,
    boolean readOnly,
    Map<String, String> attributes,
    Optional<SecretReference> publishSecret) {
  public VolumeSource {
    attributes = Map.copyOf(attributes);
  }

  /**
   * The volume, if it is one of that driver.
   *
   * @throws Failure.InvalidRequest when it is, and its id cannot be read
   */
  public static Optional<VolumeSource> of(PersistentVolumeSpec spec, String driver) {
    return Optional.ofNullable(spec.getCsi())
        .filter(source -> driver.equals(source.getDriver()))
        .map(VolumeSource::declared)
        .or(() -> InTreeVolumes.of(spec, driver));
  }

  /** The id of the volume that it stands for, whichever driver it is written for. */
  public static Optional<String> volumeId(PersistentVolumeSpec spec) {
    return Optional.ofNullable(spec.getCsi())
        .map(CSIPersistentVolumeSource::getVolumeHandle)
        .or(
            () ->
                Optional.ofNullable(spec.getAwsElasticBlockStore())
                    .flatMap(source -> InTreeVolumes.find(source.getVolumeID())));
  }

  private static VolumeSource declared(CSIPersistentVolumeSource source) {
    return new VolumeSource(
        source.getVolumeHandle(),
        Optional.ofNullable(source.getFsType()).orElse(""),
        Boolean.TRUE.equals(source.getReadOnly()),
        Optional.ofNullable(source.getVolumeAttributes()).orElse(Map.of()),
        Optional.ofNullable(source.getControllerPublishSecretRef()));
  }
}
