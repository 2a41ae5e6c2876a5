package example.ebs.csi.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A wait as it is told of: a line in the log after two seconds, and then one every half minute. */
final class LongWait {
  private static final Logger LOG = LoggerFactory.getLogger(LongWait.class);
  private static final Duration UNNOTICED = Duration.ofSeconds(2);
  private static final Duration BETWEEN = Duration.ofSeconds(30);

  private final String what;
  private final Clock clock;
  private final Instant begun;
  private Instant nextLine;
  private String seen = "";

  LongWait(String what, Clock clock) {
    this.what = what;
    this.clock = clock;
    begun = clock.instant();
    nextLine = begun.plus(UNNOTICED);
  }

  /** Notes a look in vain, and returns what is waited for, and why, in words. */
  String inVain(String reason, Duration left) {
    seen = reason.isEmpty() ? "" : ": " + reason;
    String words = "waiting for " + what + seen;
    if (!clock.instant().isBefore(nextLine)) {
      nextLine = clock.instant().plus(BETWEEN);
      LOG.info("{} (since {} s, and for {} s more)", words, lasted().toSeconds(), left.toSeconds());
    }
    return words;
  }

  /** What there is to say when it ends without an answer. */
  String inVain() {
    return "waited %d s for %s%s".formatted(lasted().toSeconds(), what, seen);
  }

  private Duration lasted() {
    return Duration.between(begun, clock.instant());
  }
}
