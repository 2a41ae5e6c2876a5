package example.ebs.provisioner.loop;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.DrivenClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WorkSlotsTest {
  private final DrivenClock clock = new DrivenClock();
  private final WorkSlots slots = new WorkSlots(clock);

  @Test
  void aHundredAreWorkedOnAtOnce() {
    take(0, 99);
    assertThat(slots.isFree()).isTrue();
    take(99, 100);
    assertThat(slots.isFree()).isFalse();
    slots.release(ObjectKey.of("7"));
    assertThat(slots.isFree()).isTrue();
  }

  @Test
  void whatIsStuckGivesItsSlotToOthers() {
    take(0, 100);
    assertThat(slots.nextFree()).isEqualTo(clock.instant().plus(WorkSlots.LONG));

    clock.advance(WorkSlots.LONG);

    assertThat(slots.isFree()).isTrue();
    take(100, 200);
    assertThat(slots.isFree()).isFalse();
    assertThat(slots.nextFree()).isEqualTo(clock.instant().plus(WorkSlots.LONG));
  }

  @Test
  void oneThatIsStuckGivesOneSlot() {
    take(0, 1);
    clock.advance(WorkSlots.LONG);
    take(1, 100);
    assertThat(slots.isFree()).isTrue();
    take(100, 101);
    assertThat(slots.isFree()).isFalse();
  }

  @Test
  void whatIsStuckHasALimitAsWell() {
    for (int taken = 0; taken < WorkSlots.MOST_IN_ALL; taken += 100) {
      take(taken, taken + 100);
      clock.advance(WorkSlots.LONG);
    }
    assertThat(slots.isFree()).isFalse();
    assertThat(slots.nextFree()).isAfter(clock.instant().plus(Duration.ofDays(365)));
  }

  private void take(int from, int to) {
    IntStream.range(from, to).forEach(number -> slots.take(ObjectKey.of("" + number)));
  }
}
