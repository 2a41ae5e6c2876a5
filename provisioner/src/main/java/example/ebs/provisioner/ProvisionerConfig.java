package example.ebs.provisioner;

/**
 * What the loops have to be told.
 *
 * @param namespace of the lease and of the CSIStorageCapacity objects: that of the process
 * @param identity of this process, unlike that of every other: the pod's name
 * @param createMetadata whether CreateVolume is told the names of claim and PersistentVolume, as by
 *     the sidecar's --extra-create-metadata; drivers that do not know these parameters refuse them
 * @param listsOneCluster whether the driver lists only volumes that are tagged as this cluster's;
 *     without that an attachment that nobody names is told of and never undone
 */
public record ProvisionerConfig(
    String namespace, String identity, boolean createMetadata, boolean listsOneCluster) {}
