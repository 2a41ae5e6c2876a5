package example.ebs.csi.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves only when somebody pauses. */
final class DrivenTime extends Clock implements Pause {
  private final List<Duration> pauses = new ArrayList<>();
  private Instant now = Instant.EPOCH;

  List<Duration> pauses() {
    return pauses;
  }

  @Override
  public void pause(Duration length) {
    pauses.add(length);
    now = now.plus(length);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("only instants are asked for");
  }
}
