package example.ebs.node.instance;

import example.ebs.csi.failure.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limit as the instance metadata service has it now, and else the last one that it had.
 *
 * <p>A service that does not answer, as happens while a machine boots, is asked again a minute
 * later: a limit that was only assumed must not stay.
 */
final class MeasuredLimits implements AttachLimits {
  private static final Logger LOG = LoggerFactory.getLogger(MeasuredLimits.class);
  private static final Duration REST_AFTER_FAILURE = Duration.ofMinutes(1);

  private final Supplier<AttachLimit> service;
  private final Clock clock;
  private AttachLimit last;
  private Instant askedNotBefore = Instant.MIN;

  MeasuredLimits(Supplier<AttachLimit> service, AttachLimit assumed, Clock clock) {
    this.service = service;
    this.last = assumed;
    this.clock = clock;
  }

  @Override
  public synchronized OptionalInt now() {
    if (!clock.instant().isBefore(askedNotBefore)) {
      measure();
    }
    return OptionalInt.of(last.volumes());
  }

  private void measure() {
    try {
      AttachLimit found = service.get();
      if (!found.equals(last)) {
        LOG.atInfo()
            .addKeyValue("volumes", found.volumes())
            .log("attach limit: {}", found.source());
      }
      last = found;
    } catch (Failure unanswered) {
      askedNotBefore = clock.instant().plus(REST_AFTER_FAILURE);
      LOG.atWarn()
          .addKeyValue("volumes", last.volumes())
          .log("attach limit kept ({}): {}", last.source(), unanswered.getMessage());
    }
  }
}
