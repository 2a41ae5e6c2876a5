package example.ebs.controller.volume;

import example.ebs.csi.model.VolumeSize;

/** What a new volume is to be like. */
public record VolumeSpecification(
    VolumeSize size, VolumeType type, Encryption encryption, boolean multiAttach) {}
