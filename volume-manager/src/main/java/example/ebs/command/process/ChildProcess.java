package example.ebs.command.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A program that serves this process and does not outlive it.
 *
 * <p>Closing asks it to stop and waits until it has drained. Should this process be killed, the
 * kernel asks instead (PR_SET_PDEATHSIG, which setpriv(1) sets and which the programs that the
 * child turns into by exec keep).
 */
public final class ChildProcess implements AutoCloseable {
  /** Longer than a server's calls under way may take to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Process process;
  private final AtomicReference<String> lastLine = new AtomicReference<>("it said nothing");

  private ChildProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it with this process's environment and without input.
   *
   * <p>Call it from a platform thread that lives as long as the child: the kernel watches the
   * thread, not the process.
   *
   * @param command the program and its arguments, which no shell sees
   * @throws UncheckedIOException when it cannot be started
   */
  public static ChildProcess start(List<String> command) {
    List<String> tied = new ArrayList<>(List.of("setpriv", "--pdeathsig", "TERM", "--"));
    tied.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(tied).redirectErrorStream(true).redirectInput(new File("/dev/null"));
    try {
      ChildProcess child = new ChildProcess(builder.start());
      Thread.ofVirtual().name("child-output").start(child::readOutput);
      return child;
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot start " + command.getFirst(), failed);
    }
  }

  /** Its id, which stays the same when it turns into another program by exec. */
  public long id() {
    return process.pid();
  }

  /**
   * Returns if it still runs.
   *
   * @throws IllegalStateException with the last line that it wrote, if it has ended
   */
  public void requireAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "the child process ended with " + process.exitValue() + ": " + lastLine.get());
    }
  }

  /** Ends it, gently first; returns when it has ended. */
  @Override
  public void close() {
    // Not Process.destroy(), which also closes the pipe into which the child writes while it ends.
    var _ = process.toHandle().destroy();
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        var _ = process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException again) {
      var _ = process.destroyForcibly();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads all, so that it never waits for a reader. */
  private void readOutput() {
    try (BufferedReader reader = process.inputReader()) {
      reader.lines().forEach(lastLine::set);
    } catch (IOException | UncheckedIOException _) {
      // Closed because the process ended.
    }
  }
}
