package example.ebs.controller.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.controller.MovingTime;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RecentOwnersTest {
  private final MovingTime time = new MovingTime();
  private final RecentOwners recent = new RecentOwners(time);

  @Test
  void whatWasSeenIsBelievedForTwoMinutesAndNoLonger() {
    recent.note("vol-1", Map.of("kubernetes.io/cluster/blue", "owned"));
    time.pass(RecentOwners.BELIEVED.minusNanos(1));
    assertThat(recent.of("vol-1")).contains(Set.of("blue"));
    time.pass(Duration.ofNanos(1));
    assertThat(recent.of("vol-1")).isEmpty();
  }

  @Test
  void theLastLookIsTheOneThatCounts() {
    recent.note("vol-1", Map.of("kubernetes.io/cluster/blue", "owned"));
    time.pass(RecentOwners.BELIEVED.dividedBy(2));
    recent.note("vol-1", Map.of("kubernetes.io/cluster/green", "owned"));
    time.pass(RecentOwners.BELIEVED.dividedBy(2));
    assertThat(recent.of("vol-1")).contains(Set.of("green"));
  }

  @Test
  void onlyTheLastTenThousandAreRemembered() {
    for (int volume = 0; volume <= 10_000; volume++) {
      recent.note("vol-" + volume, Map.of());
      recent.note("vol-0", Map.of());
    }
    assertThat(recent.of("vol-1")).isEmpty();
    assertThat(recent.of("vol-0")).isPresent();
    assertThat(recent.of("vol-2")).isPresent();
  }
}
