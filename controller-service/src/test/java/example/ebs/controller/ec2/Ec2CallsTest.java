package example.ebs.controller.ec2;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.controller.MovingTime;
import example.ebs.csi.failure.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;

final class Ec2CallsTest {
  private final MovingTime time = new MovingTime();
  private final Ec2Calls calls = new Ec2Calls("here", time);

  @Test
  void aQuestionWithoutAnAnswerSaysHowLongWasReallyWaited() {
    assertThatThrownBy(() -> calls.ask("DescribeVolumes", _ -> silent(Duration.ofSeconds(10))))
        .isInstanceOf(Failure.TimedOut.class)
        .hasMessage("EC2 at here did not answer DescribeVolumes within 10000 ms; ask again");
  }

  @Test
  void aChangeWithoutAnAnswerMayHaveBeenMade() {
    assertThatThrownBy(() -> calls.change("DeleteVolume", _ -> silent(Duration.ofSeconds(29))))
        .isInstanceOf(Failure.TimedOut.class)
        .hasMessage(
            "EC2 at here did not answer DeleteVolume within 29000 ms; it may have been done, ask again");
  }

  private Object silent(Duration length) {
    time.pass(length);
    throw ApiCallAttemptTimeoutException.create(length.toMillis());
  }
}
