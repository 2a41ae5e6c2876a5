package example.ebs.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program of this machine, as a person would type it: {@code aws}, {@code docker}, {@code
 * kubectl}.
 *
 * @param environment added to that of this process
 * @param timeLimit after which it is ended
 */
record Command(List<String> words, Map<String, String> environment, Duration timeLimit) {
  private static final Duration USUAL_LIMIT = Duration.ofSeconds(60);

  static Command of(String... words) {
    return new Command(List.of(words), Map.of(), USUAL_LIMIT);
  }

  /**
   * The same for another namespace of Kubernetes; of a flag that is given twice kubectl takes the
   * last.
   */
  Command inNamespace(String namespace) {
    List<String> all = Stream.concat(words.stream(), Stream.of("--namespace", namespace)).toList();
    return new Command(all, environment, timeLimit);
  }

  /** What a program left: its exit code, and what it wrote to both outputs. */
  record Result(int exitCode, String text) {}

  /** Returns what it wrote, without the last line's end; an exit code other than 0 is an error. */
  String output() {
    Result result = run();
    if (result.exitCode() != 0) {
      throw new AssertionError(
          "wanted success of: %s; it ended with %d and said: %s"
              .formatted(String.join(" ", words), result.exitCode(), result.text()));
    }
    return result.text();
  }

  /** Runs it, and returns also when it failed: for commands that are to be refused. */
  Result run() {
    try {
      Path output = Files.createTempFile("ebs-command-", ".txt");
      try {
        return run(output);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "could not start: %s; is it installed?".formatted(String.join(" ", words)), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted: " + String.join(" ", words), interrupted);
    }
  }

  /** Through a file, as a pipe that nobody reads in time would stop the program. */
  private Result run(Path output) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "gave up after %s: %s; so far it said: %s"
                .formatted(timeLimit, String.join(" ", words), Files.readString(output)));
      }
    } finally {
      process.destroyForcibly();
    }
    return new Result(process.exitValue(), Files.readString(output).stripTrailing());
  }
}
