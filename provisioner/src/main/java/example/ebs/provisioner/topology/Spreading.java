package example.ebs.provisioner.topology;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of several places a claim tries first: neighbours in a StatefulSet begin one place apart,
 * so that replicas land in different zones, and other claims begin anywhere, but always at the
 * same.
 */
final class Spreading {
  private static final Pattern ORDINAL = Pattern.compile("(?:.*-)?([^-]*)-(\\d{1,9})");
  private static final int FNV_PRIME = 0x01000193;
  private static final int FNV_BASIS = 0x811c9dc5;

  private Spreading() {}

  /** The places in the order in which this claim tries them. */
  static List<Segment> order(String claim, List<Segment> sorted) {
    if (sorted.isEmpty()) {
      return sorted;
    }
    int start = (int) (index(claim) % sorted.size());
    List<Segment> turned = new ArrayList<>(sorted.subList(start, sorted.size()));
    turned.addAll(sorted.subList(0, start));
    return turned;
  }

  /** The claims {@code data-web-0} and {@code log-web-0} of one pod begin at the same place. */
  private static long index(String claim) {
    Matcher set = ORDINAL.matcher(claim);
    return set.matches() ? hash(set.group(1)) + Long.parseLong(set.group(2)) : hash(claim);
  }

  private static long hash(String text) {
    int hash = FNV_BASIS;
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash * FNV_PRIME) ^ (each & 0xff);
    }
    return Integer.toUnsignedLong(hash);
  }
}
