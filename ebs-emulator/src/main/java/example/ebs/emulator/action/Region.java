package example.ebs.emulator.action;

import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.state.State;
import example.ebs.emulator.state.StateStore;
import example.ebs.emulator.transition.Transitions;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.XmlAnswer;
import example.ebs.emulator.zone.Zone;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one region there is: takes requests one after the other, and lets time pass between them.
 *
 * <p>A change is saved before anybody hears of it.
 */
public final class Region {
  private static final Logger LOG = LoggerFactory.getLogger(Region.class);
  private static final String VERSION = "2016-11-15";
  private static final Duration LEAST_BETWEEN_SAVES = Duration.ofMillis(200);

  private final ReentrantLock lock = new ReentrantLock();
  private final RegionParts parts;
  private final Map<String, Action> actions;
  private final Transitions transitions;
  private final StateStore store;
  private final InstantSource clock;
  private State state;
  private State saved;
  private Instant lastSaved = Instant.EPOCH;

  public Region(RegionParts parts, StateStore store, InstantSource clock) throws IOException {
    this.parts = parts;
    this.actions = parts.actions();
    this.transitions = new Transitions(parts.files(), parts.copies(), parts.devices());
    this.store = store;
    this.clock = clock;
    this.state = loadOrBegin();
    this.saved = state;
    transitions.recover(state);
  }

  /** Volumes without a state are somebody's data, and not what a crash has left behind. */
  private State loadOrBegin() throws IOException {
    Optional<State> saved = store.load();
    if (saved.isEmpty()) {
      parts.files().refuseAny();
      store.save(State.empty());
    }
    return saved.orElse(State.empty());
  }

  /** The names of all actions. */
  public Set<String> actions() {
    return actions.keySet();
  }

  /** The names of all zones. */
  public Set<String> zones() {
    return parts.zones().all().stream().map(Zone::name).collect(Collectors.toSet());
  }

  /** Carries a request out and gives the XML of its answer. */
  public String answer(QueryParameters request, String requestId) throws IOException {
    String name = request.text("Action").orElseThrow(() -> Ec2Failure.missing("Action"));
    Action action = Optional.ofNullable(actions.get(name)).orElseThrow(() -> unknown(name));
    checkVersion(request.required("Version"));
    boolean dryRun = request.flag("DryRun");
    lock.lock();
    try {
      pass();
      Effect effect = action.prepare(new Turn(request, state, now()));
      request.refuseUnread();
      if (dryRun) {
        throw Ec2Failure.dryRun();
      }
      Outcome outcome = effect.perform();
      commitOrTakeBack(outcome.state());
      follow();
      return XmlAnswer.success(name, requestId, outcome.answer());
    } finally {
      lock.unlock();
    }
  }

  /**
   * What a change brings about at once, such as a device: only now that the change is saved, for
   * otherwise a crash would leave what no state knows. The request is done even if this fails.
   */
  private void follow() {
    try {
      pass();
    } catch (IOException e) {
      LOG.warn("what follows a request failed, trying again: {}", e.toString());
    }
  }

  /**
   * Applies what is due, and leaves it to the next change, or to the ticker, to save it: a state
   * from before comes to the same by itself.
   */
  private void pass() throws IOException {
    state = transitions.settle(state, now());
  }

  private static Ec2Failure unknown(String action) {
    return Ec2Failure.client(
        "InvalidAction", "The action " + action + " is not valid for this web service.");
  }

  private static void checkVersion(String version) {
    if (!version.equals(VERSION)) {
      throw Ec2Failure.client(
          "NoSuchVersion",
          "The requested version (" + version + ") does not exist; use " + VERSION);
    }
  }

  /** Applies what is due, and saves it unless something was saved just now. */
  public void settle() throws IOException {
    lock.lock();
    try {
      pass();
      if (!now().isBefore(nextSave())) {
        commit(state);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Declares an instance that runs at once, and gives its id. */
  public String declareInstance(String zone, String type) throws IOException {
    lock.lock();
    try {
      Instance instance = parts.runInstances().declare(zone, type, now());
      commit(state.with(instance));
      follow();
      return instance.id();
    } finally {
      lock.unlock();
    }
  }

  /** EC2's times have milliseconds; what is shown must be what is kept. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private Instant nextSave() {
    return lastSaved.plus(LEAST_BETWEEN_SAVES);
  }

  private void commit(State next) throws IOException {
    if (!next.equals(saved)) {
      store.save(next);
      saved = next;
      lastSaved = now();
    }
    state = next;
  }

  /**
   * A volume or snapshot that is not saved has no content either. If the save came to the disk
   * although it failed, and the process dies before the next one, the next start makes it again; of
   * a copy it finds that it is gone.
   */
  private void commitOrTakeBack(State next) throws IOException {
    try {
      commit(next);
    } catch (IOException unsaved) {
      Set<String> before = state.contents();
      for (String id : next.contents()) {
        if (!before.contains(id)) {
          parts.files().delete(id);
        }
      }
      throw unsaved;
    }
  }

  public State state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  /** When something is due next, if only to be saved, when nobody asks for anything before. */
  public Optional<Instant> nextDue() {
    lock.lock();
    try {
      Optional<Instant> saving = state.equals(saved) ? Optional.empty() : Optional.of(nextSave());
      return Stream.of(saving, transitions.nextDue(state))
          .flatMap(Optional::stream)
          .min(Instant::compareTo);
    } finally {
      lock.unlock();
    }
  }
}
