package example.ebs.provisioner.csi;

import example.ebs.provisioner.cluster.Watched;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.util.List;

/** The PersistentVolumes that stand for a volume, by its driver's id. */
public record VolumesById(Watched<PersistentVolume> volumes) {
  private static final String INDEX = "volume id";

  /** To be made before the watch starts. */
  public VolumesById {
    volumes.index(INDEX, each -> VolumeSource.volumeId(each.getSpec()).stream().toList());
  }

  /** None, or more than one where somebody wrote another by hand. */
  public List<PersistentVolume> find(String id) {
    return volumes.by(INDEX, id);
  }
}
