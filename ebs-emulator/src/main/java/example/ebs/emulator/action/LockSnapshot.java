package example.ebs.emulator.action;

import example.ebs.emulator.snapshot.LockMode;
import example.ebs.emulator.snapshot.SnapshotLock;
import example.ebs.emulator.snapshot.SnapshotStage;
import example.ebs.emulator.snapshot.VolumeSnapshot;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.ResourceIds;
import example.ebs.emulator.wire.XmlAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** LockSnapshot, which changes a lock that is there, too; one of compliance only grows longer. */
final class LockSnapshot implements Action {
  private static final int MOST_DAYS = 36_500;
  private static final int MOST_HOURS = 72;

  @Override
  public Effect prepare(Turn turn) {
    QueryParameters request = turn.request();
    VolumeSnapshot snapshot =
        turn.state().snapshot(ResourceIds.snapshot(request.required("SnapshotId")));
    SnapshotLock lock = lock(request, snapshot, turn.now());
    refuseLeaving(snapshot);
    refuseShorter(snapshot, lock, turn.now());
    return () ->
        new Outcome(
            turn.state().with(snapshot.withLock(lock)),
            xml -> write(xml, snapshot.id(), lock, turn.now()));
  }

  private static SnapshotLock lock(QueryParameters request, VolumeSnapshot snapshot, Instant now) {
    LockMode mode = LockMode.named(request.required("LockMode"));
    int hours = within(request.number("CoolOffPeriod"), "coolOffPeriod", MOST_HOURS);
    if (hours > 0 && mode != LockMode.COMPLIANCE) {
      throw Ec2Failure.invalidCombination(
          "The parameter coolOffPeriod is supported for the lock mode compliance only.");
    }
    Instant begins = snapshot.stage() == SnapshotStage.PENDING ? snapshot.due() : now;
    Instant expires = expires(request, begins);
    return new SnapshotLock(
        mode,
        (int) Duration.between(begins, expires).toDays(),
        hours,
        now,
        now.plus(Duration.ofHours(hours)),
        begins,
        expires);
  }

  private static Instant expires(QueryParameters request, Instant begins) {
    Optional<Instant> date = request.text("ExpirationDate").map(LockSnapshot::time);
    int days = within(request.number("LockDuration"), "lockDuration", MOST_DAYS);
    if (date.isPresent() && days > 0) {
      throw Ec2Failure.invalidCombination(
          "The parameters lockDuration and expirationDate cannot be used together");
    }
    if (date.isEmpty() && days == 0) {
      throw Ec2Failure.missing("lockDuration or expirationDate");
    }
    Instant earliest = begins.plus(Duration.ofDays(1));
    date.filter(earliest::isAfter)
        .ifPresent(
            _ -> {
              throw Ec2Failure.invalidValue(
                  "The parameter expirationDate must be at least one day in the future.");
            });
    return date.orElse(begins.plus(Duration.ofDays(days)));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw Ec2Failure.invalidValue(
          "Value (%s) for parameter expirationDate is invalid. Expected: a time such as 2026-11-20T18:30:17.000Z."
              .formatted(text));
    }
  }

  /** 0 where nothing is given. */
  private static int within(Optional<Integer> number, String name, int most) {
    number
        .filter(given -> given < 1 || given > most)
        .ifPresent(
            given -> {
              throw Ec2Failure.invalidValue(
                  "Value (%d) for parameter %s is invalid. Expecting a value between 1 and %d."
                      .formatted(given, name, most));
            });
    return number.orElse(0);
  }

  /** It would be deleted all the same when it is complete. */
  private static void refuseLeaving(VolumeSnapshot snapshot) {
    if (snapshot.stage() == SnapshotStage.PENDING_DELETION) {
      throw Ec2Failure.client(
          "IncorrectState", "The snapshot '" + snapshot.id() + "' is being deleted.");
    }
  }

  private static void refuseShorter(VolumeSnapshot snapshot, SnapshotLock wanted, Instant now) {
    SnapshotLock is = snapshot.lock();
    boolean longer =
        wanted.mode() == LockMode.COMPLIANCE
            && wanted.coolOffHours() == 0
            && !wanted.expires().isBefore(is.expires());
    if (is.isFinal(now) && !longer) {
      throw Ec2Failure.client(
          "OperationNotPermitted",
          "The snapshot '%s' is locked in compliance mode: its lock can only be extended."
              .formatted(snapshot.id()));
    }
  }

  private static void write(XmlAnswer xml, String id, SnapshotLock lock, Instant now) {
    xml.text("snapshotId", id);
    xml.text("lockState", lock.state(now));
    xml.text("lockDuration", lock.days());
    if (lock.coolOffHours() > 0) {
      xml.text("coolOffPeriod", lock.coolOffHours());
      xml.text("coolOffPeriodExpiresOn", lock.coolsUntil());
    }
    xml.text("lockCreatedOn", lock.created());
    xml.text("lockExpiresOn", lock.expires());
    xml.text("lockDurationStartTime", lock.begins());
  }
}
