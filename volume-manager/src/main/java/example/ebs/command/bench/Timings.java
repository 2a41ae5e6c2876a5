package example.ebs.command.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the same thing took, each time.
 *
 * @param sorted the shortest first; at least one
 */
record Timings(List<Duration> sorted) {
  Timings {
    sorted = sorted.stream().sorted().toList();
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
  }

  /** Does it that often, one after another. */
  static Timings of(int times, Runnable work) {
    List<Duration> taken = new ArrayList<>();
    for (int time = 0; time < times; time++) {
      taken.add(of(work));
    }
    return new Timings(taken);
  }

  /** Does it once. */
  static Duration of(Runnable work) {
    long started = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - started);
  }

  int count() {
    return sorted.size();
  }

  Duration median() {
    return percentile(50);
  }

  /** The shortest time that so many of a hundred did not exceed. */
  Duration percentile(int percent) {
    int rank = Math.ceilDiv(percent * sorted.size(), 100);
    return sorted.get(Math.max(rank, 1) - 1);
  }
}
