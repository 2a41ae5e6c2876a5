package example.ebs.node.instance;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class MeasuredLimitsTest {
  private final Deque<Optional<Integer>> answers = new ArrayDeque<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final AttachLimits limits =
      new MeasuredLimits(this::answer, AttachLimit.given(26), clock());

  @Test
  void eachQuestionIsAnsweredAsTheInstanceIsNow() {
    answers.add(Optional.of(25));
    answers.add(Optional.of(24));

    assertThat(limits.now()).hasValue(25);
    assertThat(limits.now()).hasValue(24);
  }

  @Test
  void aServiceThatDidNotAnswerAtFirstIsHeardLater() {
    answers.add(Optional.empty());
    assertThat(limits.now()).as("assumed").hasValue(26);

    now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
    answers.add(Optional.of(22));

    assertThat(limits.now()).hasValue(22);
  }

  @Test
  void aServiceThatFailsIsNotAskedForAMinuteAndTheLastAnswerStays() {
    answers.add(Optional.of(20));
    answers.add(Optional.empty());
    answers.add(Optional.of(10));

    assertThat(limits.now()).hasValue(20);
    assertThat(limits.now()).hasValue(20);
    assertThat(limits.now()).hasValue(20);
    assertThat(answers).as("not yet asked for").hasSize(1);
  }

  private AttachLimit answer() {
    return answers
        .remove()
        .map(AttachLimit::given)
        .orElseThrow(() -> new Failure.Unavailable("no answer"));
  }

  private Clock clock() {
    InstantSource source = now::get;
    return source.withZone(ZoneOffset.UTC);
  }
}
