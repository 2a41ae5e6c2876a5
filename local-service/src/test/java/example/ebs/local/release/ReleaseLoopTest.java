package example.ebs.local.release;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.kubernetes.LogLines;
import example.ebs.csi.time.SteppedPause;
import example.ebs.local.PlayedLocalVolumes;
import example.ebs.local.model.LocalVolumeId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Releases are tried until they are done, and one does not wait for the other. */
@Timeout(60)
final class ReleaseLoopTest {
  private final InMemoryVolumeObjects objects = new InMemoryVolumeObjects();
  private final PlayedLocalVolumes volumes = new PlayedLocalVolumes();
  private final SteppedPause pause = new SteppedPause();
  private final ReleaseLoop loop =
      new ReleaseLoop(new VolumeRelease(Volumes.HERE, objects, volumes), pause);

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void whatWasReleasedWhileTheNodeWasAwayGoesAtItsStart() {
    releasedHere();

    loop.listed(List.of(Volumes.released()));

    until(() -> !isHeld());
    assertThat(volumes.present()).isEmpty();
  }

  @Test
  void whatIsMountedIsTriedAgainUntilItIsNot() throws InterruptedException {
    releasedHere();
    volumes.mount(Volumes.id());

    loop.changed(Volumes.released());
    assertThat(pause.begun()).isEqualTo(Duration.ofSeconds(1));
    assertThat(volumes.present()).contains(Volumes.id());
    assertThat(isHeld()).isTrue();
    pause.end();
    assertThat(pause.begun()).isEqualTo(Duration.ofMillis(1500));
    volumes.unmount(Volumes.id());
    pause.end();

    until(() -> !isHeld());
    assertThat(volumes.present()).isEmpty();
  }

  @Test
  void aPolicyThatIsChangedAtTheLastMomentCounts() throws InterruptedException {
    releasedHere();
    volumes.mount(Volumes.id());
    loop.changed(Volumes.released());
    pause.begun();

    objects.put(Volumes.with(Volumes.released(), Volumes.life(true, "Released", "Retain")));
    volumes.unmount(Volumes.id());
    pause.end();

    until(() -> !isHeld());
    assertThat(volumes.present()).contains(Volumes.id());
  }

  @Test
  void whatIsRefusedIsToldOnceAndNothingIsTouched() {
    VolumeObject foreign =
        Volumes.with(
            Volumes.released(),
            Volumes.source("local.ebs.example", "local-" + "0".repeat(32), Volumes.HOST_PATH));
    objects.put(foreign);
    volumes.put(Volumes.id(), "none");
    try (LogLines lines = new LogLines(ReleaseLoop.class)) {
      loop.listed(List.of(foreign));
      loop.changed(foreign);

      assertThat(lines.told())
          .singleElement()
          .asString()
          .contains(Volumes.NAME)
          .contains("volumeHandle");
    }
    assertThat(volumes.present()).contains(Volumes.id());
    assertThat(isHeld()).isTrue();
  }

  @Test
  void removalsThatHangKeepNoOtherFromItsTurn() {
    CountDownLatch end = new CountDownLatch(1);
    try (ReleaseLoop hasty =
        new ReleaseLoop(new VolumeRelease(Volumes.HERE, objects, volumes), pause, Duration.ZERO)) {
      for (int number = 0; number < 8; number++) {
        VolumeObject hung = Volumes.released("hung-" + number);
        objects.put(hung);
        volumes.hang(LocalVolumeId.ofVolume(hung.name()), end);
        hasty.changed(hung);
      }
      releasedHere();
      hasty.changed(Volumes.released());

      until(() -> !isHeld());
    } finally {
      end.countDown();
    }
  }

  private void releasedHere() {
    objects.put(Volumes.released());
    volumes.put(Volumes.id(), "none");
  }

  private boolean isHeld() {
    return objects
        .read(Volumes.NAME)
        .map(now -> now.life().finalizers().contains(Volumes.FINALIZER))
        .orElse(false);
  }

  private static void until(BooleanSupplier reached) {
    while (!reached.getAsBoolean()) {
      // The class's time limit interrupts, and a spin would never notice.
      assertThat(Thread.currentThread().isInterrupted()).as("the time is over").isFalse();
      Thread.onSpinWait();
    }
  }
}
