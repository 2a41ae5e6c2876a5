package example.ebs.linux.process;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.work.UnderWay;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Programs of this machine, with empty input, an almost empty environment and English output. */
public final class ProcessCommands implements Commands {
  private static final int LONGEST_OUTPUT = 2_000;
  private static final String PATH = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin";

  /**
   * Returns when the program has ended, and not before: a killed one that hangs in the kernel may
   * still write, and nobody must work beside it.
   */
  @Override
  public CommandResult run(List<String> command, Duration longest) {
    Process process = start(command);
    AtomicBoolean killed = new AtomicBoolean();
    Thread.ofVirtual().name("time-limit").start(() -> killAfter(longest, process, killed));
    try (UnderWay.Named _ = UnderWay.waitingFor(String.join(" ", command))) {
      String output = read(process);
      int exitCode = process.waitFor();
      if (killed.get()) {
        throw new Failure.TimedOut(
            command.getFirst() + " did not end within " + longest + " and was killed; ask again");
      }
      return new CommandResult(exitCode, output);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Failure.Unavailable(
          "stopped while " + command.getFirst() + " ran; ask again", interrupted);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void killAfter(Duration longest, Process process, AtomicBoolean killed) {
    try {
      if (!process.waitFor(longest)) {
        killed.set(true);
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Process start(List<String> command) {
    List<String> found = new ArrayList<>(command);
    found.set(0, whole(command.getFirst()));
    ProcessBuilder builder =
        new ProcessBuilder(found).redirectErrorStream(true).redirectInput(new File("/dev/null"));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", PATH);
    environment.put("LC_ALL", "C");
    try {
      return builder.start();
    } catch (IOException failed) {
      throw new Failure.Internal(
          command.getFirst() + " cannot be started; is it installed?", failed);
    }
  }

  /** Java would look for it on this process's own PATH, on which mkfs need not be. */
  private static String whole(String program) {
    return Arrays.stream(PATH.split(":", -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse(program);
  }

  /** Reads all, so that the program never waits for a reader, and keeps the beginning. */
  private static String read(Process process) {
    try (InputStream stream = process.getInputStream()) {
      String kept = new String(stream.readNBytes(LONGEST_OUTPUT), StandardCharsets.UTF_8);
      stream.skip(Long.MAX_VALUE);
      return kept.strip();
    } catch (IOException | UncheckedIOException closed) {
      return "(output lost)";
    }
  }
}
