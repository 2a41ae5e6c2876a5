package example.ebs.emulator.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Values as EC2 writes them. */
public final class Values {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Values() {}

  /** Instants with milliseconds, even if there are none; everything else as it says itself. */
  public static String text(Object value) {
    return value instanceof Instant instant ? TIME.format(instant) : value.toString();
  }
}
