package example.ebs.provisioner.loop;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.time.Backoff;
import example.ebs.provisioner.DrivenClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class WorkQueueProperties {
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(5));
  private static final ObjectKey KEY = ObjectKey.of("key");
  private static final ObjectKey OTHER = ObjectKey.of("other");

  private final DrivenClock clock = new DrivenClock();
  private final WorkQueue queue = new WorkQueue(clock, BACKOFF, () -> 0);

  /** What was offered, or is to be tried again, and has not been taken since. */
  private final Set<ObjectKey> owed = new HashSet<>();

  /** What failed last and did not change since, with the end of the shortest delay. */
  private final Map<ObjectKey, Instant> patient = new HashMap<>();

  /** What changed while it was worked on. */
  private final Set<ObjectKey> changed = new HashSet<>();

  private final Set<ObjectKey> running = new HashSet<>();

  @Property
  void nothingIsLostAndNoKeyIsTakenTwiceAtATime(@ForAll("steps") List<Step> steps) {
    steps.forEach(step -> step.run(this));
    Set.copyOf(running).forEach(key -> finish(key, Outcome.done()));
    clock.advance(BACKOFF.most());
    Set<ObjectKey> wanted = Set.copyOf(owed);

    assertThat(Stream.generate(this::take).takeWhile(Optional::isPresent).flatMap(Optional::stream))
        .containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(queue.nextDue()).isEmpty();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<ObjectKey> keys = Arbitraries.of("a", "b", "c").map(ObjectKey::of);
    Arbitrary<Outcome> outcomes =
        Arbitraries.of(
            Outcome.done(),
            Outcome.retry(),
            Outcome.waiting(),
            Outcome.after(Duration.ofSeconds(7)));
    Arbitrary<Step> offers = keys.map(key -> test -> test.offer(key));
    Arbitrary<Step> wakes = keys.map(key -> test -> test.wake(key));
    Arbitrary<Step> takes = Arbitraries.just(WorkQueueProperties::take);
    Arbitrary<Step> ends =
        outcomes.map(
            outcome ->
                test ->
                    test.running.stream().findFirst().ifPresent(key -> test.finish(key, outcome)));
    Arbitrary<Step> moves =
        Arbitraries.integers()
            .between(0, 10)
            .map(seconds -> test -> test.clock.advance(Duration.ofSeconds(seconds)));
    return Arbitraries.oneOf(offers, wakes, takes, ends, moves).list().ofMaxSize(60);
  }

  private void offer(ObjectKey key) {
    queue.enqueue(key);
    owed.add(key);
    patient.remove(key);
    if (running.contains(key)) {
      changed.add(key);
    }
  }

  private void wake(ObjectKey key) {
    queue.wake(key);
    owed.add(key);
  }

  private Optional<ObjectKey> take() {
    Optional<ObjectKey> taken = queue.take().map(WorkQueue.Taken::key);
    taken.ifPresent(
        key -> {
          assertThat(running.add(key)).as("nobody else works on " + key).isTrue();
          assertThat(owed.remove(key)).as("somebody wants " + key).isTrue();
          assertThat(patient.getOrDefault(key, Instant.MIN))
              .as("the end of the delay that a failure set")
              .isBeforeOrEqualTo(clock.instant());
        });
    return taken;
  }

  private void finish(ObjectKey key, Outcome outcome) {
    queue.finish(key, outcome);
    running.remove(key);
    if (!(outcome instanceof Outcome.Done)) {
      owed.add(key);
    }
    if (outcome instanceof Outcome.Retry && !changed.remove(key)) {
      patient.put(key, clock.instant().plus(BACKOFF.first()));
    } else {
      patient.remove(key);
      changed.remove(key);
    }
  }

  @Example
  void anOfferDuringWorkLeadsToAnotherLookAtOnce() {
    offer(KEY);
    take();
    offer(KEY);
    offer(KEY);
    assertThat(take()).isEmpty();
    finish(KEY, Outcome.after(Duration.ofHours(1)));
    assertThat(take()).contains(KEY);
    finish(KEY, Outcome.done());
    assertThat(take()).isEmpty();
  }

  @Example
  void anOfferMakesAKeyDueThatWaitsAfterAFailure() {
    fail();
    assertThat(take()).isEmpty();
    offer(KEY);
    assertThat(take()).contains(KEY);
  }

  @Example
  void aWakeLeavesAKeyThatWaitsAfterAFailure() {
    fail();
    Optional<Instant> due = queue.nextDue();

    queue.wake(KEY);
    queue.wakeWaiting();

    assertThat(queue.nextDue()).isEqualTo(due);
  }

  @Example
  void aWakeDuringWorkThatFailsDoesNotShortenItsDelay() {
    offer(KEY);
    take();
    queue.wake(KEY);
    finish(KEY, Outcome.retry());
    assertThat(queue.nextDue()).contains(clock.instant().plus(BACKOFF.first()));
  }

  @Example
  void whatWaitsIsWokenSoonAndTheLaterTheLongerItHasWaited() {
    for (int looks = 1; looks <= 12; looks++) {
      offer(KEY);
      take();
      finish(KEY, Outcome.waiting());
      assertThat(queue.nextDue()).contains(clock.instant().plus(BACKOFF.delay(looks - 1)));

      queue.wakeWaiting();

      assertThat(queue.nextDue())
          .contains(clock.instant().plus(BACKOFF.delay(looks - 1).dividedBy(100)));
    }
  }

  @Example
  void wakingWhatWaitsLeavesTheRestAlone() {
    offer(KEY);
    take();
    finish(KEY, Outcome.done());
    queue.wakeWaiting();
    assertThat(queue.nextDue()).isEmpty();
  }

  @Example
  void aResyncBringsEachKeyOnceMoreWithinMinutesAndNoFailureForward() {
    WorkQueue late = new WorkQueue(clock, BACKOFF, () -> 1);
    late.enqueue(OTHER);
    late.take();
    late.finish(OTHER, Outcome.retry());

    late.resync(List.of(KEY, OTHER));

    clock.advance(Duration.ofMillis(1100));
    assertThat(late.take()).map(WorkQueue.Taken::key).contains(OTHER);
    assertThat(late.nextDue())
        .contains(clock.instant().minusMillis(1100).plus(Duration.ofMinutes(5)));
  }

  @Example
  void delaysAreSpreadByATenth() {
    WorkQueue late = new WorkQueue(clock, BACKOFF, () -> 1);
    late.enqueue(KEY);
    late.take();
    late.finish(KEY, Outcome.retry());
    assertThat(late.nextDue()).contains(clock.instant().plusMillis(1100));
  }

  @Example
  void delaysGrowWithFailuresInARow() {
    for (int failures = 1; failures <= 12; failures++) {
      fail();
      assertThat(queue.nextDue()).contains(clock.instant().plus(BACKOFF.delay(failures - 1)));
    }
    assertThat(queue.nextDue()).contains(clock.instant().plus(BACKOFF.most()));
  }

  @Example
  void successAndAPlannedLookForgetFailures() {
    for (Outcome good : List.of(Outcome.done(), Outcome.after(Duration.ofSeconds(3)))) {
      fail();
      fail();
      offer(KEY);
      take();
      finish(KEY, good);
      fail();
      assertThat(queue.nextDue()).contains(clock.instant().plus(BACKOFF.first()));
    }
  }

  @Example
  void whatHasBeenDueLongestIsFirst() {
    offer(OTHER);
    offer(KEY);
    clock.advance(Duration.ofSeconds(2));
    offer(KEY);
    assertThat(queue.take()).contains(new WorkQueue.Taken(OTHER, Duration.ofSeconds(2)));
    assertThat(queue.take()).contains(new WorkQueue.Taken(KEY, Duration.ofSeconds(2)));
  }

  private void fail() {
    offer(KEY);
    take();
    finish(KEY, Outcome.retry());
  }

  @FunctionalInterface
  interface Step {
    void run(WorkQueueProperties test);
  }
}
