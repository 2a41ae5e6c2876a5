package example.ebs.controller;

import example.ebs.controller.volume.CapabilityValidator;
import example.ebs.controller.volume.VolumeCreator;
import example.ebs.controller.volume.VolumeDeleter;
import example.ebs.controller.volume.VolumeLister;
import example.ebs.controller.volume.VolumeTranslator;

/** What the RPCs about volumes, as opposed to attachments, are done by. */
record VolumeCalls(
    VolumeTranslator translator,
    VolumeCreator creator,
    VolumeDeleter deleter,
    CapabilityValidator validator,
    VolumeLister lister) {}
