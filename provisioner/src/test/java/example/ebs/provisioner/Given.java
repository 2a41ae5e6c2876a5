package example.ebs.provisioner;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.TopologySelectorTermBuilder;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.CSINodeBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;

/** Objects as Kubernetes and its users make them, for tests to change. */
public final class Given {
  public static final String DRIVER = "ebs.example";
  public static final String ZONE = "topology.kubernetes.io/zone";
  public static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";
  private static final String GIBIBYTE = "1Gi";

  private Given() {}

  /** A class that has its volumes made at once. */
  public static StorageClass immediate(String name) {
    return storageClass(name, "Immediate");
  }

  /** A class whose volumes wait for their pods. */
  public static StorageClass waiting(String name) {
    return storageClass(name, "WaitForFirstConsumer");
  }

  private static StorageClass storageClass(String name, String binding) {
    return new StorageClassBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withProvisioner(DRIVER)
        .withVolumeBindingMode(binding)
        .withReclaimPolicy("Delete")
        .build();
  }

  /** The class, with volumes only in these zones. */
  public static StorageClass allowing(StorageClass any, String... zones) {
    return new StorageClassBuilder(any)
        .addToAllowedTopologies(
            new TopologySelectorTermBuilder()
                .addNewMatchLabelExpression()
                .withKey(ZONE)
                .withValues(zones)
                .endMatchLabelExpression()
                .build())
        .build();
  }

  /** A claim for 1 GiB that kube-controller-manager has handed to the driver. */
  public static PersistentVolumeClaim claim(String name, String storageClass) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .withUid("uid-of-" + name)
        .addToAnnotations("volume.kubernetes.io/storage-provisioner", DRIVER)
        .addToFinalizers("kubernetes.io/pvc-protection")
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withStorageClassName(storageClass)
        .withVolumeMode("Filesystem")
        .withNewResources()
        .addToRequests("storage", new Quantity(GIBIBYTE))
        .endResources()
        .endSpec()
        .build();
  }

  /** Such a claim, once the scheduler has placed its pod. */
  public static PersistentVolumeClaim claim(String name, String storageClass, String node) {
    return new PersistentVolumeClaimBuilder(claim(name, storageClass))
        .editMetadata()
        .addToAnnotations(SELECTED_NODE, node)
        .endMetadata()
        .build();
  }

  public static Node node(String name, String zone) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("kubernetes.io/hostname", name)
        .addToLabels(ZONE, zone)
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .build();
  }

  /** What the kubelet writes when the driver's node service has registered. */
  public static CSINode registered(String node, String... topologyKeys) {
    return new CSINodeBuilder(Objects.csiNode(node, DRIVER, "i-" + node))
        .editSpec()
        .editFirstDriver()
        .withTopologyKeys(topologyKeys)
        .endDriver()
        .endSpec()
        .build();
  }
}
