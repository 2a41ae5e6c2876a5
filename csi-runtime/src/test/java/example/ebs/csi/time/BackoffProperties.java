package example.ebs.csi.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

final class BackoffProperties {
  @Property
  void neverShrinksAndNeverPassesTheLongest(
      @ForAll @IntRange(min = 1, max = 5_000) int first,
      @ForAll @DoubleRange(min = 1, max = 10) double factor,
      @ForAll @IntRange(max = 100_000) int more,
      @ForAll @IntRange(max = 10_000) int attempt) {
    Backoff backoff =
        new Backoff(Duration.ofMillis(first), factor, Duration.ofMillis(first + more));

    assertThat(backoff.delay(attempt))
        .isBetween(backoff.first(), backoff.most())
        .isLessThanOrEqualTo(backoff.delay(attempt + 1));
  }

  @Example
  void aSequenceThatCannotGrowIsRefused() {
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, 2, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(1), 0.5, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
