package example.ebs.command.bench;

import java.time.Duration;
import java.util.Locale;

/**
 * One line of the table.
 *
 * @param target what this project promises itself; may be empty
 * @param peer what aws-ebs-csi-driver, which is written in Go, took on such a machine; may be empty
 */
record Figure(String name, String measured, String target, String peer) {
  static String milliseconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f ms", duration.toNanos() / 1e6);
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
  }

  static String mebibytes(long kibibytes) {
    return String.format(Locale.ROOT, "%.1f MiB", kibibytes / 1024.0);
  }

  /** As wide as the other lines. */
  String line() {
    return String.format(Locale.ROOT, "%-74s %10s %10s %10s", name, measured, target, peer)
        .stripTrailing();
  }
}
