package example.ebs.csi.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.Status.Code;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FailureToStatusTest {
  @ParameterizedTest(name = "{0} is {1}")
  @MethodSource("kinds")
  void everyKindHasTheStatusThatCsiNames(Failure failure, Code code) {
    Status status = FailureToStatus.status(failure);

    assertThat(status.getCode()).isEqualTo(code);
    assertThat(status.getDescription()).isEqualTo("m");
    assertThat(status.getCause()).isSameAs(failure);
  }

  @Test
  void noKindIsForgottenHere() {
    assertThat(kinds().map(Arguments::get).map(pair -> String.valueOf(pair[0])))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Failure.class.getPermittedSubclasses())
                .map(kind -> kind.getName() + ": m")
                .toList());
  }

  static Stream<Arguments> kinds() {
    Throwable cause = new IllegalStateException("cause");
    return Stream.of(
        Arguments.of(new Failure.InvalidRequest("m"), Code.INVALID_ARGUMENT),
        Arguments.of(new Failure.NotFound("m"), Code.NOT_FOUND),
        Arguments.of(new Failure.AlreadyExists("m"), Code.ALREADY_EXISTS),
        Arguments.of(new Failure.InUse("m"), Code.FAILED_PRECONDITION),
        Arguments.of(new Failure.PreconditionFailed("m"), Code.FAILED_PRECONDITION),
        Arguments.of(new Failure.LimitReached("m"), Code.RESOURCE_EXHAUSTED),
        Arguments.of(new Failure.QuotaReached("m"), Code.RESOURCE_EXHAUSTED),
        Arguments.of(new Failure.OutOfRange("m"), Code.OUT_OF_RANGE),
        Arguments.of(new Failure.InProgress("m"), Code.ABORTED),
        Arguments.of(new Failure.TimedOut("m"), Code.DEADLINE_EXCEEDED),
        Arguments.of(new Failure.Unavailable("m"), Code.UNAVAILABLE),
        Arguments.of(new Failure.Denied("m", cause), Code.PERMISSION_DENIED),
        Arguments.of(new Failure.Unauthenticated("m", cause), Code.UNAUTHENTICATED),
        Arguments.of(new Failure.Internal("m"), Code.INTERNAL));
  }
}
