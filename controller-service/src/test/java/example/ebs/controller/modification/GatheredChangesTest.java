package example.ebs.controller.modification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.controller.volume.CapacityRequest;
import example.ebs.controller.volume.VolumeLimits;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.VolumeSize;
import example.ebs.csi.time.Pause;
import example.ebs.csi.time.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a growth and a change of one volume that arrive at the same moment. */
@Timeout(30)
final class GatheredChangesTest {
  private static final VolumeId VOLUME = new VolumeId("vol-00000000000000aaa");
  private static final VolumeShape SHAPE =
      new VolumeShape(VolumeSize.ofGibibytes(8), "gp3", OptionalInt.of(5000), OptionalInt.of(125));
  private static final VolumeChange GROWTH =
      VolumeChange.growth(CapacityRequest.parse(8L << 30, 0));
  private static final VolumeChange OTHER_CLASS =
      VolumeChange.performance(
          new PerformanceChange(
              Optional.of(VolumeLimits.GP3),
              OptionalInt.of(5000),
              OptionalInt.empty(),
              OptionalInt.empty()),
          Map.of("team", "blue"));

  private final List<VolumeChange> done = new CopyOnWriteArrayList<>();
  private Runnable meanwhile = () -> {};
  private final GatheredChanges gathered =
      new GatheredChanges(Duration.ofMinutes(1), new Waiting(Clock.systemUTC(), pause()));

  @Test
  void aLoneChangeIsCarriedOutAsItIs() {
    assertThat(gathered.carryOut(VOLUME, GROWTH, this::work)).isEqualTo(SHAPE);
    assertThat(done).containsExactly(GROWTH);
  }

  @Test
  void bothAreOneModificationAndBothHearOfIt() throws Exception {
    FutureTask<VolumeShape> second = arrivesMeanwhile(OTHER_CLASS);
    assertThat(gathered.carryOut(VOLUME, GROWTH, this::work)).isEqualTo(SHAPE);
    assertThat(second.get()).isEqualTo(SHAPE);
    assertThat(done).containsExactly(GROWTH.and(OTHER_CLASS).orElseThrow());
  }

  @Test
  void theOrderOfArrivalMakesNoDifference() throws Exception {
    FutureTask<VolumeShape> second = arrivesMeanwhile(GROWTH);
    gathered.carryOut(VOLUME, OTHER_CLASS, this::work);
    second.get();
    assertThat(done).containsExactly(GROWTH.and(OTHER_CLASS).orElseThrow());
  }

  @Test
  void whatIsWrongWithOneIsNotToldToTheOther() throws Exception {
    FutureTask<VolumeShape> second = arrivesMeanwhile(OTHER_CLASS);
    assertThat(gathered.carryOut(VOLUME, GROWTH, this::onlyGrows)).isEqualTo(SHAPE);
    assertThatThrownBy(second::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining("no such class");
    assertThat(done).containsExactly(GROWTH);
  }

  @Test
  void whatMayHaveHappenedIsToldToBoth() throws Exception {
    FutureTask<VolumeShape> second = arrivesMeanwhile(OTHER_CLASS);
    assertThatThrownBy(() -> gathered.carryOut(VOLUME, GROWTH, this::loses))
        .isInstanceOf(Failure.Unavailable.class);
    assertThatThrownBy(second::get).cause().isInstanceOf(Failure.Unavailable.class);
    assertThat(done).hasSize(1);
  }

  @Test
  void theSameOfOneVolumeTwiceIsInProgress() {
    meanwhile =
        () ->
            assertThatThrownBy(() -> gathered.carryOut(VOLUME, GROWTH, this::work))
                .isInstanceOf(Failure.InProgress.class)
                .hasMessageContaining(VOLUME.value());
    gathered.carryOut(VOLUME, GROWTH, this::work);
    assertThat(done).containsExactly(GROWTH);
  }

  @Test
  void theNextChangeAfterTheMomentIsItsOwn() {
    gathered.carryOut(VOLUME, GROWTH, this::work);
    gathered.carryOut(VOLUME, OTHER_CLASS, this::work);
    assertThat(done).containsExactly(GROWTH, OTHER_CLASS);
  }

  @Test
  void aStopInTheMomentLeavesNobodyWaiting() throws Exception {
    FutureTask<VolumeShape> second = new FutureTask<>(() -> carryOut(OTHER_CLASS));
    meanwhile =
        () -> {
          joinOn(second);
          throw new Failure.Unavailable("stopped");
        };
    assertThatThrownBy(() -> gathered.carryOut(VOLUME, GROWTH, this::work))
        .hasMessageContaining("stopped");
    assertThatThrownBy(second::get).cause().hasMessageContaining("stopped");
    meanwhile = () -> {};
    assertThat(gathered.carryOut(VOLUME, GROWTH, this::work)).isEqualTo(SHAPE);
  }

  private FutureTask<VolumeShape> arrivesMeanwhile(VolumeChange change) {
    FutureTask<VolumeShape> second = new FutureTask<>(() -> carryOut(change));
    meanwhile = () -> joinOn(second);
    return second;
  }

  private VolumeShape carryOut(VolumeChange change) {
    return gathered.carryOut(
        VOLUME, change, change.equals(OTHER_CLASS) ? this::onlyGrows : this::work);
  }

  /** Returns once the second one waits for what the first one does. */
  private static void joinOn(FutureTask<VolumeShape> second) {
    Thread thread = Thread.ofPlatform().start(second);
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  private VolumeShape work(VolumeChange change) {
    done.add(change);
    return SHAPE;
  }

  private VolumeShape onlyGrows(VolumeChange change) {
    if (change.performance().isPresent()) {
      throw new Failure.InvalidRequest("no such class");
    }
    return work(change);
  }

  private VolumeShape loses(VolumeChange change) {
    done.add(change);
    throw new Failure.Unavailable("no answer");
  }

  private Pause pause() {
    return _ -> {
      Runnable once = meanwhile;
      meanwhile = () -> {};
      once.run();
    };
  }
}
