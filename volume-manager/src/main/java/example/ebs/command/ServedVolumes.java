package example.ebs.command;

import example.ebs.controller.ControllerConfig;
import example.ebs.local.model.LocalRoots;

/** What a controller serves to a cluster. */
sealed interface ServedVolumes {
  /** EBS volumes, made by EC2. */
  record Ebs(ControllerConfig config) implements ServedVolumes {}

  /** Directories of nodes; nothing of AWS is needed. */
  record Local(LocalRoots roots) implements ServedVolumes {}

  record EbsAndLocal(ControllerConfig config, LocalRoots roots) implements ServedVolumes {}
}
