package example.ebs.command.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Tells each step with its number and time, one line a step. */
public final class Narrator {
  private static final String INDENT = " ".repeat(13);

  private final PrintWriter out;
  private int steps;

  public Narrator(PrintWriter out) {
    this.out = out;
  }

  public void say(String line) {
    out.println(line);
    out.flush();
  }

  /** A second line to a step. */
  public void detail(String line) {
    say(INDENT + line);
  }

  /** Takes the step, and then tells how long it took. */
  public <T> T step(String what, Supplier<T> work) {
    steps++;
    long started = System.nanoTime();
    try {
      T result = work.get();
      line(what, started);
      return result;
    } catch (RuntimeException failed) {
      line("FAILED  " + what, started);
      throw failed;
    }
  }

  /** The same for a step that has no result. */
  public void act(String what, Runnable work) {
    step(
        what,
        () -> {
          work.run();
          return steps;
        });
  }

  private void line(String what, long started) {
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    say(String.format(Locale.ROOT, "%3d. %6.3f s %s", steps, took.toNanos() / 1e9, what));
  }
}
