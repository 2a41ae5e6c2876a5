package example.ebs.provisioner.loop;

import java.util.Optional;

/** The loop that a thread works for. */
public final class RunningLoop {
  private static final ScopedValue<String> NAME = ScopedValue.newInstance();

  private RunningLoop() {}

  /** The name of the loop for which the calling thread looks at an object, if it does. */
  public static Optional<String> name() {
    return NAME.isBound() ? Optional.of(NAME.get()) : Optional.empty();
  }

  /** Works for that loop. */
  static void run(String name, Runnable work) {
    ScopedValue.where(NAME, name).run(work);
  }
}
