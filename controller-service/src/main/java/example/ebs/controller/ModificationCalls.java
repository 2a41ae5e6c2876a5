package example.ebs.controller;

import example.ebs.controller.modification.ModificationTranslator;
import example.ebs.controller.modification.VolumeModifier;

/** What the RPCs that change a volume are done by. */
record ModificationCalls(ModificationTranslator translator, VolumeModifier modifier) {}
