package example.ebs.emulator.fault;

import example.ebs.emulator.wire.Ec2Failure;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * What a test wants to go wrong, settable while the emulator runs.
 *
 * <p>Faults of one action are used up in the order in which they were asked for, one by each
 * request.
 */
public final class Faults {
  private final Map<String, Deque<Fault>> planned = new ConcurrentHashMap<>();
  private final Set<String> fullZones = ConcurrentHashMap.newKeySet();

  /** The next requests for an action fail, and nothing is done. */
  public void fail(String action, int times, int status, String code) {
    plan(action, times, new Fault.Refused(new Ec2Failure(status, code, "Injected: " + code)));
  }

  /** The next requests for an action wait before anything is done. */
  public void delay(String action, int times, Duration delay) {
    plan(action, times, new Fault.Delayed(delay));
  }

  /** The next requests for an action are carried out at once, but their replies wait. */
  public void delayReply(String action, int times, Duration delay) {
    plan(action, times, new Fault.ReplyDelayed(delay));
  }

  /** The next requests for an action are carried out, but the connection ends without a reply. */
  public void loseReply(String action, int times) {
    plan(action, times, new Fault.ReplyLost());
  }

  /** No volume can be made in a zone ({@code InsufficientVolumeCapacity}), until it can again. */
  public void zoneFull(String zone, boolean full) {
    if (full) {
      fullZones.add(zone);
    } else {
      fullZones.remove(zone);
    }
  }

  /** Everything works again. */
  public void clear() {
    planned.clear();
    fullZones.clear();
  }

  private void plan(String action, int times, Fault fault) {
    Deque<Fault> faults = planned.computeIfAbsent(action, _ -> new ConcurrentLinkedDeque<>());
    for (int i = 0; i < times; i++) {
      faults.add(fault);
    }
  }

  /** The fault that the next request for an action meets; it is used up. */
  public Optional<Fault> take(String action) {
    return Optional.ofNullable(planned.get(action)).map(Deque::poll);
  }

  public boolean isFull(String zone) {
    return fullZones.contains(zone);
  }
}
