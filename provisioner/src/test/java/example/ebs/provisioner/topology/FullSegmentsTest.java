package example.ebs.provisioner.topology;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.DrivenClock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FullSegmentsTest {
  private static final Segment HERE = Segment.of(Map.of("zone", "a"));
  private static final Segment THERE = Segment.of(Map.of("zone", "b"));

  private final DrivenClock clock = new DrivenClock();
  private final FullSegments full = new FullSegments(clock);

  @Test
  void aFullPlaceIsFullForFiveMinutes() {
    full.mark("fast", HERE);
    assertThat(full.fullUntil("fast", HERE)).contains(clock.instant().plus(Duration.ofMinutes(5)));
    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertThat(full.fullUntil("fast", HERE)).isPresent();
    clock.advance(Duration.ofMillis(1));
    assertThat(full.fullUntil("fast", HERE)).isEmpty();
  }

  @Test
  void onlyThatClassAndThatPlaceAreFull() {
    full.mark("fast", HERE);
    assertThat(full.fullUntil("fast", THERE)).isEmpty();
    assertThat(full.fullUntil("slow", HERE)).isEmpty();
  }

  @Test
  void whatAnotherFoundNeverShortensWhatWasFoundHere() {
    full.mark("fast", HERE);
    full.remember("fast", HERE, clock.instant().plusSeconds(10));
    assertThat(full.fullUntil("fast", HERE)).contains(clock.instant().plus(Duration.ofMinutes(5)));
    full.remember("fast", HERE, clock.instant().plusSeconds(600));
    assertThat(full.fullUntil("fast", HERE)).contains(clock.instant().plusSeconds(600));
  }

  @Test
  void whatHoldsNoMoreIsForgottenForEveryClass() {
    full.mark("one", HERE);
    full.mark("other", HERE);
    full.mark("other", THERE);
    assertThat(full.forget(HERE)).containsExactlyInAnyOrder("one", "other");
    assertThat(full.of("one")).isEmpty();
    assertThat(full.of("other")).containsOnlyKeys(THERE);
  }
}
