package example.ebs.provisioner.drift;

/** What follows where the driver says attached, and no VolumeAttachment says anything. */
public enum Leftovers {
  /** Told, where it concerns this cluster: the driver lists the volumes of others, too. */
  OF_ANYBODY,

  /** Told: the driver lists only volumes that are tagged as this cluster's. */
  TOLD,

  /** The same, and detached where {@link DetachRule} allows it. */
  DETACHED
}
