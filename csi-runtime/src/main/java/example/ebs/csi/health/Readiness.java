package example.ebs.csi.health;

import java.util.Optional;

/** Whether the process can do its work now. */
@FunctionalInterface
public interface Readiness {
  /** Why it cannot, in words for a person; empty when it can. Answers at once and never throws. */
  Optional<String> obstacle();

  static Readiness always() {
    return Optional::empty;
  }
}
