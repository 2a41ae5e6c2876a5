package example.ebs.command.demo.local;

import example.ebs.command.demo.Narrator;

/** A pod writes until its volume's limit stops it. */
final class Filled {
  private final Narrator narrator;

  Filled(Narrator narrator) {
    this.narrator = narrator;
  }

  /**
   * Tells it.
   *
   * @param most MiB that it tries to write; to be let is a failure
   */
  void tell(Pod pod, String name, int most) {
    Filling filling =
        narrator.step(name + " writes until it cannot", () -> Filling.of(pod.folder(), most));
    narrator.detail("stopped after %d MiB: %s".formatted(filling.mebibytes(), filling.refusal()));
  }
}
