package example.ebs.controller.modification;

import example.ebs.controller.volume.EbsVolume;
import example.ebs.csi.failure.Failure;
import java.util.Optional;

/** What is to be done so that a volume becomes what is asked for; decided without a side effect. */
sealed interface ModificationPlan {
  /** The volume is so already. */
  record Done(VolumeShape shape) implements ModificationPlan {}

  /** An earlier call began it. */
  record Await(Modification underWay) implements ModificationPlan {}

  /** It is to be begun. */
  record Begin(VolumeShape from, VolumeShape to) implements ModificationPlan {}

  /**
   * The plan.
   *
   * <p>What the latest modification asked for counts before what EC2 says of the volume, for the
   * two disagree for a while, and only a modification ever changes the volume.
   *
   * @throws Failure.InProgress when EC2 is still busy with another modification
   */
  static ModificationPlan of(EbsVolume volume, Optional<Modification> latest, VolumeChange change) {
    Optional<Modification> lasting =
        latest.filter(modification -> modification.state() != ModificationState.FAILED);
    VolumeShape now =
        lasting.map(modification -> shape(volume, modification)).orElse(VolumeShape.of(volume));
    VolumeShape wanted = change.of(now);
    boolean met = now.meets(wanted);
    if (lasting.isEmpty() || !lasting.get().state().isUnderWay()) {
      return met ? new Done(now) : new Begin(now, wanted);
    }
    Modification underWay = lasting.get();
    if (!met) {
      throw new Failure.InProgress(
          "volume %s cannot become %s yet: EC2 is still busy with its change to %s (%s, %d %%), and takes no other before that is completed; ask again"
              .formatted(
                  volume.id(), wanted, underWay.target(), underWay.state(), underWay.progress()));
    }
    return underWay.state().isDone() ? new Done(now) : new Await(underWay);
  }

  private static VolumeShape shape(EbsVolume volume, Modification latest) {
    VolumeShape target = latest.target();
    boolean sameType = target.type().equals(volume.traits().type());
    return new VolumeShape(
        // No modification makes a volume smaller, so the larger one is the newer one.
        target.size().compareTo(volume.size()) < 0 ? volume.size() : target.size(),
        target.type(),
        target.iops().isPresent() || !sameType ? target.iops() : volume.traits().iops(),
        target.throughput().isPresent() || !sameType
            ? target.throughput()
            : volume.traits().throughput());
  }
}
