package example.ebs.local.release;

import example.ebs.csi.failure.Failure;
import example.ebs.local.model.LocalVolumeContext;
import example.ebs.local.model.LocalVolumeId;
import java.util.Optional;

/**
 * What a PersistentVolume needs of this node now; decided from what it says of itself, without
 * asking anybody.
 */
sealed interface ReleaseDecision {
  /** Nobody has asked this node for anything, or not yet. */
  record Nothing() implements ReleaseDecision {}

  /** It asks this node for what it must not ask; its finalizer stays, so that somebody looks. */
  record Refuse(String reason) implements ReleaseDecision {}

  /** The directory goes, and then it may go itself. */
  record Remove(LocalVolumeId volume) implements ReleaseDecision {}

  /** It may go, and the directory stays. */
  record Keep(String reason) implements ReleaseDecision {}

  /** Decides. */
  static ReleaseDecision of(VolumeObject object, Residence here) {
    VolumeObject.Life life = object.life();
    if (!life.deleted() || !life.finalizers().contains(here.driver().finalizer())) {
      return new Nothing();
    }
    Optional<String> objection = here.objection(object);
    if (objection.isPresent()) {
      return new Refuse(objection.get());
    }
    return switch (life.phase()) {
      case "Released" -> released(object);
      case "Failed" -> new Keep("Kubernetes could not reclaim it, so a person is to look at it");
      // With a claim this is a moment before it is Bound, or Released.
      case "Available", "Pending" ->
          life.claimed()
              ? new Nothing()
              : new Keep("no claim ever gave it up, so nobody asked for its end");
      default -> new Nothing();
    };
  }

  private static ReleaseDecision released(VolumeObject object) {
    String policy = object.life().reclaimPolicy();
    if (!policy.equals("Delete")) {
      return new Keep("its reclaim policy is " + policy);
    }
    try {
      return switch (LocalVolumeContext.fromMap(object.source().attributes()).source()) {
        case LocalVolumeContext.Existing existing ->
            new Keep(existing.path() + " was there before it");
        case LocalVolumeContext.HostPath _, LocalVolumeContext.EmptyDir _ ->
            new Remove(LocalVolumeId.ofVolume(object.name()));
      };
    } catch (Failure.InvalidRequest unreadable) {
      return new Refuse(unreadable.getMessage());
    }
  }
}
