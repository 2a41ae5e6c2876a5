package example.ebs.csi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** Runs the real tools that a test compares with or prepares devices by. */
public final class Shell {
  private Shell() {}

  /** How a tool ended and what it said. */
  public record Result(int exitCode, String output) {}

  public static Result result(String... command) {
    try {
      Process process =
          new ProcessBuilder(
                  Stream.concat(
                          Stream.of("env", "PATH=/usr/sbin:/sbin:/usr/bin:/bin"),
                          Stream.of(command))
                      .toList())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String output =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output.strip());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Runs a tool that must succeed. */
  public static String run(String... command) {
    Result result = result(command);
    if (result.exitCode() != 0) {
      throw new IllegalStateException(List.of(command) + ": " + result);
    }
    return result.output();
  }

  public static boolean has(String tool) {
    return result("sh", "-c", "command -v " + tool).exitCode() == 0;
  }
}
