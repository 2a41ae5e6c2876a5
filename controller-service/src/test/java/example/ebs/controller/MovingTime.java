package example.ebs.controller;

import example.ebs.csi.time.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** Time that passes only while somebody waits, and runs what was planned for it. */
public final class MovingTime extends Clock {
  private static final Instant BEGIN = Instant.parse("2026-11-21T00:00:00Z");

  private final Object lock = new Object();
  private final TreeMap<Instant, Runnable> plans = new TreeMap<>();
  private Instant now = BEGIN;

  public Waiting waiting() {
    return new Waiting(this, this::pass);
  }

  /** Has something happen that long from now. */
  public void after(Duration delay, Runnable plan) {
    synchronized (lock) {
      plans.put(now.plus(delay), plan);
    }
  }

  public void pass(Duration length) {
    synchronized (lock) {
      now = now.plus(length);
      Map<Instant, Runnable> due = plans.headMap(now, true);
      due.values().forEach(Runnable::run);
      due.clear();
    }
  }

  /** How long was waited so far. */
  public Duration passed() {
    return Duration.between(BEGIN, instant());
  }

  @Override
  public Instant instant() {
    synchronized (lock) {
      return now;
    }
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
