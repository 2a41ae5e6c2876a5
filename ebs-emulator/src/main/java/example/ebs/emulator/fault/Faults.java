package example.ebs.emulator.fault;

import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
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
 * request. Safe for many threads.
 */
public final class Faults {
  private static final String ANYTHING = "";

  private record Planned(String mention, Fault fault) {}

  private record FullZone(String zone, String mention) {}

  private final Map<String, Deque<Planned>> planned;
  private final Set<FullZone> fullZones;
  private final String mention;

  public Faults() {
    this(new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet(), ANYTHING);
  }

  private Faults(Map<String, Deque<Planned>> planned, Set<FullZone> fullZones, String mention) {
    this.planned = planned;
    this.fullZones = fullZones;
    this.mention = mention;
  }

  /**
   * The same for those requests alone that have the text in one of their parameters' values, such
   * as a volume's id or a tag, so that several tests can share an emulator.
   *
   * @param text empty for all requests
   */
  public Faults mentioning(String text) {
    return new Faults(planned, fullZones, text);
  }

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
    FullZone place = new FullZone(zone, mention);
    if (full) {
      fullZones.add(place);
    } else {
      fullZones.remove(place);
    }
  }

  /** Everything works again; with {@link #mentioning}, as far as that text is concerned. */
  public void clear() {
    planned.values().forEach(faults -> faults.removeIf(each -> isMeant(each.mention())));
    fullZones.removeIf(each -> isMeant(each.mention()));
  }

  private boolean isMeant(String other) {
    return mention.equals(ANYTHING) || mention.equals(other);
  }

  private void plan(String action, int times, Fault fault) {
    Deque<Planned> faults = planned.computeIfAbsent(action, _ -> new ConcurrentLinkedDeque<>());
    for (int i = 0; i < times; i++) {
      faults.add(new Planned(mention, fault));
    }
  }

  /** The fault that a request for an action meets; it is used up. */
  public Optional<Fault> take(String action, QueryParameters request) {
    return Optional.ofNullable(planned.get(action))
        .flatMap(faults -> take(faults, request))
        .map(Planned::fault);
  }

  /** Another request may have taken the same one meanwhile; then the next is looked at. */
  private static Optional<Planned> take(Deque<Planned> faults, QueryParameters request) {
    return faults.stream()
        .filter(each -> request.mentions(each.mention()))
        .filter(faults::removeFirstOccurrence)
        .findFirst();
  }

  public boolean isFull(String zone, QueryParameters request) {
    return fullZones.stream()
        .anyMatch(full -> full.zone().equals(zone) && request.mentions(full.mention()));
  }
}
