package example.ebs.local;

import example.ebs.local.model.InlineVolumeId;
import example.ebs.local.store.PodReference;

/** A volume that a pod declared itself, and the pod as the kubelet named it. */
public record InlineVolume(InlineVolumeId id, PodReference pod) {}
