package example.ebs.emulator.snapshot;

import java.time.Instant;

/** That volumes from a snapshot are fast at once in a zone, with when that comes about. */
public record FastRestore(String zone, Instant enabling, Instant optimizing, Instant enabled) {
  /** As answers write it. */
  public String state(Instant now) {
    if (now.isBefore(optimizing)) {
      return "enabling";
    }
    return now.isBefore(enabled) ? "optimizing" : "enabled";
  }
}
