package example.ebs.provisioner.loop;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.time.Backoff;
import example.ebs.provisioner.DrivenClock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
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
  private final WorkQueue queue = new WorkQueue(clock, BACKOFF);

  /** What was offered, or is to be tried again, and has not been taken since. */
  private final Set<ObjectKey> owed = new HashSet<>();

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
        Arbitraries.of(Outcome.done(), Outcome.retry(), Outcome.after(Duration.ofSeconds(7)));
    Arbitrary<Step> offers = keys.map(key -> test -> test.offer(key));
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
    return Arbitraries.oneOf(offers, takes, ends, moves).list().ofMaxSize(60);
  }

  private void offer(ObjectKey key) {
    queue.offer(key);
    owed.add(key);
  }

  private Optional<ObjectKey> take() {
    Optional<ObjectKey> taken = queue.take().map(WorkQueue.Taken::key);
    taken.ifPresent(
        key -> {
          assertThat(running.add(key)).as("nobody else works on " + key).isTrue();
          assertThat(owed.remove(key)).as("somebody wants " + key).isTrue();
        });
    return taken;
  }

  private void finish(ObjectKey key, Outcome outcome) {
    queue.finish(key, outcome);
    running.remove(key);
    if (!(outcome instanceof Outcome.Done)) {
      owed.add(key);
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
