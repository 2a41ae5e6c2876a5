package example.ebs.provisioner.capacity;

import example.ebs.csi.failure.Failure;
import example.ebs.provisioner.csi.StorageMode;
import example.ebs.provisioner.topology.NodePlaces;
import io.fabric8.kubernetes.api.model.storage.StorageClass;

/**
 * Where the volumes of a class can be: the scheduler asks about local volumes as well, because it
 * goes by the provisioner that the class names.
 *
 * @param driver places of the driver's own volumes
 * @param local places of local volumes
 */
public record ClassPlaces(NodePlaces driver, NodePlaces local) {
  NodePlaces of(StorageClass storageClass) {
    try {
      return switch (StorageMode.of(storageClass)) {
        case EBS -> driver;
        case LOCAL -> local;
      };
    } catch (Failure.InvalidRequest toldToItsClaims) {
      return driver;
    }
  }
}
