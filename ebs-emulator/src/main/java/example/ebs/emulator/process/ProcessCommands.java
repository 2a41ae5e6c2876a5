package example.ebs.emulator.process;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs programs of this machine; what they print is short, so it is read when they have ended. */
public final class ProcessCommands implements Commands {
  private final Duration limit;

  public ProcessCommands(Duration limit) {
    this.limit = limit;
  }

  @Override
  public String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            String.join(" ", command) + " did not end within " + limit.toSeconds() + " s");
      }
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.exitValue() != 0) {
        throw new IOException(
            String.join(" ", command) + ": exit " + process.exitValue() + ": " + output);
      }
      return output;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(String.join(" ", command) + ": interrupted");
    } finally {
      process.destroyForcibly();
    }
  }
}
