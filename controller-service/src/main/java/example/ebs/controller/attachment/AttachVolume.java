package example.ebs.controller.attachment;

import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;

/**
 * The validated command to attach a volume.
 *
 * @param shared whether other nodes may have it attached at the same time
 */
public record AttachVolume(VolumeId volume, NodeId node, boolean shared) {}
