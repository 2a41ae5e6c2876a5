package example.ebs.linux.process;

import java.time.Duration;
import java.util.List;

/** Other programs as a seam. */
@FunctionalInterface
public interface Commands {
  /**
   * Runs a program to its end, which may be late where a device hangs: a program in the kernel dies
   * only when that lets it go.
   *
   * @param command the program and its arguments, which no shell sees
   * @param longest after which it is killed
   * @throws example.ebs.csi.failure.Failure.Internal when it cannot be started
   * @throws example.ebs.csi.failure.Failure.TimedOut when it was killed
   */
  CommandResult run(List<String> command, Duration longest);
}
