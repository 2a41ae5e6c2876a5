package example.ebs.node.local;

import example.ebs.csi.local.InlineVolumeId;
import example.ebs.node.local.store.PodReference;

/** A volume that a pod declared itself, and the pod as the kubelet named it. */
public record InlineVolume(InlineVolumeId id, PodReference pod) {}
