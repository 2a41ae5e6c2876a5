package example.ebs.provisioner.event;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.time.Waiting;
import example.ebs.provisioner.DrivenClock;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class KubernetesEventsTest {
  private static final PersistentVolumeClaim CLAIM = Given.claim("data", "late");

  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster();
  private final DrivenClock clock = new DrivenClock();
  private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
  private final Semaphore attempts = new Semaphore(0);
  private final Semaphore writes = new Semaphore(0);

  @AutoClose
  private final KubernetesEvents events =
      new KubernetesEvents(
          CLUSTER.client(), Given.DRIVER, "pod-1", new Waiting(clock, pauses::add));

  @BeforeEach
  void begin() {
    CLUSTER.api().clear();
    CLUSTER.api().beforeEach(attempts::release);
    CLUSTER.api().afterEach(writes::release);
  }

  @Test
  void theSameWordsAboutAnObjectAreOneEventWithACount() {
    for (int times = 1; times <= 3; times++) {
      events.warning(CLAIM, "Failed", "no room");
      await(writes);
      clock.advance(Duration.ofMinutes(1));
    }
    Event event = theOnly();
    assertThat(event.getCount()).isEqualTo(3);
    assertThat(event.getFirstTimestamp()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(event.getLastTimestamp()).isEqualTo("2026-01-01T00:02:00Z");
  }

  @Test
  void anEventSaysWhoSaysWhatOfWhichObject() {
    events.normal(CLAIM, "Done", "made it");
    await(writes);
    Event event = theOnly();
    assertThat(event.getMetadata().getNamespace()).isEqualTo("default");
    assertThat(event.getType()).isEqualTo("Normal");
    assertThat(event.getReason()).isEqualTo("Done");
    assertThat(event.getMessage()).isEqualTo("made it");
    assertThat(event.getSource().getComponent()).isEqualTo(Given.DRIVER);
    assertThat(event.getSource().getHost()).isEqualTo("pod-1");
    assertThat(event.getInvolvedObject().getKind()).isEqualTo("PersistentVolumeClaim");
    assertThat(event.getInvolvedObject().getNamespace()).isEqualTo("default");
    assertThat(event.getInvolvedObject().getName()).isEqualTo("data");
    assertThat(event.getInvolvedObject().getUid()).isEqualTo("uid-of-data");
  }

  @Test
  void anObjectOfTheWholeClusterIsToldOfInTheDefaultNamespace() {
    Node node = Given.node("node-a", "a");
    events.normal(node, "Done", "made it");
    await(writes);
    assertThat(theOnly().getMetadata().getNamespace()).isEqualTo("default");
    assertThat(theOnly().getInvolvedObject().getNamespace()).isNull();
  }

  @Test
  void anotherReasonOrAnotherObjectIsAnotherEvent() {
    say(CLAIM, "Failed", "no room");
    say(CLAIM, "Other", "no room");
    say(Given.claim("log", "late"), "Failed", "no room");
    assertThat(all()).hasSize(3).allSatisfy(event -> assertThat(event.getCount()).isEqualTo(1));
  }

  @Test
  void otherWordsForTheSameReasonAreTheSameEventWhichShowsTheLast() {
    say(CLAIM, "Failed", "request 1: no room");
    say(CLAIM, "Failed", "request 2: no room");
    assertThat(theOnly().getCount()).isEqualTo(2);
    assertThat(theOnly().getMessage()).isEqualTo("request 2: no room");
  }

  @Test
  void anObjectHasSoManyEventsAndThenOneEachFiveMinutes() {
    for (int times = 0; times < EventLimit.BURST; times++) {
      say(CLAIM, "Failed", "no room");
    }
    events.warning(CLAIM, "Failed", "one too many");
    say(Given.claim("log", "late"), "Failed", "another's");
    assertThat(all()).extracting(Event::getCount).containsExactlyInAnyOrder(EventLimit.BURST, 1);

    clock.advance(EventLimit.REFILL);
    say(CLAIM, "Failed", "again");

    assertThat(all()).extracting(Event::getMessage).contains("again");
  }

  @Test
  void thereIsAPauseBeforeEachSoThatEventsNeverCompeteWithTheWork() {
    say(CLAIM, "Failed", "no room");
    say(CLAIM, "Failed", "no rights");
    assertThat(pauses).containsExactly(Duration.ofMillis(50), Duration.ofMillis(50));
  }

  @Test
  void aLongMessageIsCutAndALongNameToo() {
    say(Given.claim("d".repeat(253), "late"), "Failed", "x".repeat(2000));
    assertThat(theOnly().getMessage()).hasSize(1024).endsWith("x…");
    assertThat(theOnly().getMetadata().getName()).hasSizeLessThanOrEqualTo(253);
    assertThat(theOnly().getInvolvedObject().getName()).hasSize(253);
  }

  @Test
  void aNameThatIsCutIsStillAName() {
    say(Given.claim("d".repeat(220) + "-".repeat(30) + "d", "late"), "Failed", "no room");
    assertThat(theOnly().getMetadata().getName()).matches("d{220}\\.[0-9a-f]+");
  }

  @Test
  void anEventThatTheServerHasForgottenIsWrittenAnew() {
    say(CLAIM, "Failed", "no room");
    CLUSTER.api().clear();
    CLUSTER.api().afterEach(writes::release);
    say(CLAIM, "Failed", "no room");
    // The first was the attempt to count it.
    await(writes);
    assertThat(theOnly().getCount()).isEqualTo(1);
  }

  @Test
  void anEventThatIsRefusedIsLostAndTheNextIsNot() {
    CLUSTER
        .api()
        .beforeEach(
            () -> {
              attempts.release();
              throw new IllegalStateException("away");
            });
    events.warning(CLAIM, "Failed", "lost");
    await(attempts);
    CLUSTER.api().beforeEach(() -> {});
    say(CLAIM, "Failed", "not lost");
    assertThat(theOnly().getMessage()).isEqualTo("not lost");
  }

  @Test
  void afterClosingNothingIsWritten() {
    say(CLAIM, "Failed", "before");
    events.close();
    CLUSTER.api().forget();
    events.warning(CLAIM, "Failed", "after");
    events.close();
    assertThat(CLUSTER.api().writes()).isEmpty();
  }

  @Test
  void closingWritesWhatWaits() {
    for (int each = 1; each <= 3; each++) {
      events.warning(CLAIM, "Failed", "the last words, " + each);
    }
    events.close();
    assertThat(CLUSTER.api().writes()).hasSize(3);
  }

  /** Says it and waits until it is written, as two at the same instant have the same name. */
  private void say(HasMetadata about, String reason, String message) {
    events.warning(about, reason, message);
    await(writes);
    clock.advance(Duration.ofMillis(1));
  }

  private static void await(Semaphore happened) {
    try {
      assertThat(happened.tryAcquire(30, SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  private static List<Event> all() {
    return CLUSTER.client().v1().events().inAnyNamespace().list().getItems();
  }

  private static Event theOnly() {
    assertThat(all()).hasSize(1);
    return all().getFirst();
  }
}
