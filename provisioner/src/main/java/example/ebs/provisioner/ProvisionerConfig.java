package example.ebs.provisioner;

import example.ebs.provisioner.drift.Leftovers;

/**
 * What the loops have to be told.
 *
 * @param namespace of the lease and of the CSIStorageCapacity objects: that of the process
 * @param identity of this process, unlike that of every other: the pod's name
 * @param createMetadata whether CreateVolume is told the names of claim and PersistentVolume, as by
 *     the sidecar's --extra-create-metadata; drivers that do not know these parameters refuse them
 * @param leftovers what follows where something is attached that no VolumeAttachment names
 */
public record ProvisionerConfig(
    String namespace, String identity, boolean createMetadata, Leftovers leftovers) {}
