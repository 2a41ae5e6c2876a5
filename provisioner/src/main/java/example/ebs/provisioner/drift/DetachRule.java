package example.ebs.provisioner.drift;

import java.time.Duration;

/**
 * Whether a volume that nobody seems to need on a node may be detached from it; pure.
 *
 * <p>To detach what a pod writes to loses data, and to leave it attached costs at most an
 * attachment place: so on any doubt it stays.
 */
final class DetachRule {
  /** Longer than any attach or detach under way, and than the API's caches lag. */
  static final Duration LONG_ENOUGH = Duration.ofMinutes(5);

  private static final Duration SHORT = Duration.ofSeconds(30);

  private DetachRule() {}

  /** Whether it has been there at two looks, and not just before and after one event. */
  static boolean isMoreThanPassing(Sightings.Sighting sighting) {
    return sighting.times() >= 2 && sighting.length().compareTo(SHORT) >= 0;
  }

  /** Whether it has been there so long that nothing under way explains it. */
  static boolean isLasting(Sightings.Sighting sighting) {
    return sighting.times() >= 2 && sighting.length().compareTo(LONG_ENOUGH) >= 0;
  }

  /** What to do. */
  static Verdict verdict(Sightings.Sighting sighting, Evidence evidence) {
    if (!isLasting(sighting)) {
      return Verdict.WAIT;
    }
    return evidence.asked()
            && evidence.boundVolume()
            && evidence.ownNode()
            && !evidence.namedByAttachment()
            && !evidence.usedOnNode()
        ? Verdict.DETACH
        : Verdict.TELL;
  }

  /**
   * What is known of the volume and the node, asked of the API server at this moment.
   *
   * @param asked whether the operator wants what is left behind detached
   * @param boundVolume whether a PersistentVolume stands for it that is bound to a claim: what a
   *     person attached by hand, such as a retained volume for rescue, has none
   * @param ownNode whether the node is one of this cluster's
   * @param namedByAttachment whether a VolumeAttachment names the volume on the node, or may do so
   * @param usedOnNode whether a pod on the node uses the volume, or may do so
   */
  record Evidence(
      boolean asked,
      boolean boundVolume,
      boolean ownNode,
      boolean namedByAttachment,
      boolean usedOnNode) {
    /** Where nothing is to be detached, nothing is looked into. */
    static Evidence notAsked() {
      return new Evidence(false, false, false, true, true);
    }
  }

  /** What is to be done. */
  enum Verdict {
    WAIT,
    TELL,
    DETACH
  }
}
