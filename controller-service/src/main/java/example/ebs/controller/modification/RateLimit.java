package example.ebs.controller.modification;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When EC2 will modify a volume again that was modified too often.
 *
 * <p>EC2 API reference, ModifyVolume: four times in any 24 hours. Older accounts and pages know six
 * hours between two; where EC2's message says a number of hours, that counts.
 */
final class RateLimit {
  private static final Pattern HOURS = Pattern.compile("(\\d{1,3}) hours?");
  private static final Duration DAY = Duration.ofHours(24);

  private RateLimit() {}

  /** The refusal in words. */
  static Failure refusal(VolumeId volume, String said, Optional<Modification> latest) {
    String when =
        latest
            .map(
                last ->
                    "its last change began at %s, so ask again at %s, when it will be possible at the latest"
                        .formatted(
                            last.begun().truncatedTo(ChronoUnit.SECONDS),
                            last.begun().plus(wait(said)).truncatedTo(ChronoUnit.SECONDS)))
            .orElse("ask again in %d hours".formatted(wait(said).toHours()));
    return new Failure.QuotaReached(
        "EC2 does not change volume %s again so soon (%s); %s".formatted(volume, said, when));
  }

  private static Duration wait(String said) {
    Matcher hours = HOURS.matcher(said);
    return hours.find() ? Duration.ofHours(Long.parseLong(hours.group(1))) : DAY;
  }
}
