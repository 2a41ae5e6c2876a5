package example.ebs.controller.modification;

import example.ebs.controller.transition.Transition;
import example.ebs.csi.failure.Failure;
import java.util.Optional;

/**
 * Waits until a volume has its new shape.
 *
 * @param begun the modification that is waited for; an older one in an answer is a stale answer
 */
record BecomesModified(Modification begun) implements Transition<Modification, VolumeShape> {
  @Override
  public Optional<VolumeShape> answer(Optional<Modification> seen) {
    Optional<Modification> current =
        seen.filter(modification -> !modification.begun().isBefore(begun.begun()));
    if (current.isEmpty()) {
      return Optional.empty();
    }
    return switch (current.get().state()) {
      case OPTIMIZING, COMPLETED -> Optional.of(begun.target());
      case MODIFYING, UNKNOWN -> Optional.empty();
      case FAILED -> throw failed(current.get());
    };
  }

  @Override
  public String unfinished(Optional<Modification> seen) {
    return "EC2 has not yet changed volume %s to %s (%d %%); ask again, and the same change will be found"
        .formatted(begun.volume(), begun.target(), seen.orElse(begun).progress());
  }

  private static Failure failed(Modification failed) {
    String said = failed.said().isBlank() ? "" : " (" + failed.said() + ")";
    return new Failure.PreconditionFailed(
        "EC2 gave up changing volume %s from %s to %s%s; the volume is what it was, so ask for another change or try again later"
            .formatted(failed.volume(), failed.original(), failed.target(), said));
  }
}
