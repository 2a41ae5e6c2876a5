package example.ebs.controller;

import example.ebs.controller.attachment.AttachmentCloud;
import example.ebs.controller.cluster.VolumeOwners;
import example.ebs.controller.modification.ModificationCloud;
import example.ebs.controller.volume.VolumeCloud;
import example.ebs.controller.volume.VolumeListing;

/** The cloud as each feature sees it. */
record Clouds(
    VolumeCloud volumes,
    VolumeListing listing,
    AttachmentCloud attachments,
    ModificationCloud modifications,
    VolumeOwners owners) {}
