package example.ebs.provisioner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.DrivenClock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class StaleWatchesTest {
  private final DrivenClock clock = new DrivenClock();
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final StaleWatches watches = new StaleWatches(clock);

  StaleWatchesTest() {
    watches.add("Node", () -> true);
    watches.add("PersistentVolume", open::get);
  }

  @Test
  void aWatchThatStaysBrokenIsNamedAfterFiveMinutes() {
    open.set(false);
    assertThat(watches.obstacle()).isEmpty();
    clock.advance(StaleWatches.LONGEST.minusSeconds(1));
    assertThat(watches.obstacle()).isEmpty();

    clock.advance(java.time.Duration.ofSeconds(1));

    assertThat(watches.obstacle())
        .hasValueSatisfying(
            why -> assertThat(why).contains("watch of PersistentVolume").contains("broken since"));
  }

  @Test
  void oneThatWasOpenInBetweenCountsAnew() {
    open.set(false);
    assertThat(watches.obstacle()).isEmpty();
    clock.advance(StaleWatches.LONGEST);
    open.set(true);
    assertThat(watches.obstacle()).isEmpty();
    open.set(false);
    assertThat(watches.obstacle()).isEmpty();
  }
}
