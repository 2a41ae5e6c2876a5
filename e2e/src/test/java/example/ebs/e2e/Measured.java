package example.ebs.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures of one run, to be printed as a table. */
final class Measured {
  private record Row(String what, String value, String goal) {}

  private final List<Row> rows = new ArrayList<>();

  void add(String what, String value, String goal) {
    rows.add(new Row(what, value, goal));
  }

  void print() {
    System.out.printf("%n%-62s %-12s %s%n", "figure", "measured", "goal");
    rows.forEach(row -> System.out.printf("%-62s %-12s %s%n", row.what(), row.value(), row.goal()));
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
  }

  static Duration median(List<Duration> times) {
    return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
  }
}
