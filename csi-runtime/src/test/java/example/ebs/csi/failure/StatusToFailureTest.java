package example.ebs.csi.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class StatusToFailureTest {
  @ParameterizedTest
  @MethodSource("example.ebs.csi.failure.FailureToStatusTest#kinds")
  void aFailureComesBackWithTheSameStatusAndWords(Failure failure, Status.Code code) {
    assertThatThrownBy(() -> StatusToFailure.calling(() -> fail(failure)))
        .isInstanceOf(Failure.class)
        .hasMessage("m")
        .satisfies(
            back -> assertThat(FailureToStatus.code((Failure) back)).isEqualTo(code.value()));
  }

  @Test
  void aFullAccountIsToldFromAFullZone() {
    assertThatThrownBy(() -> StatusToFailure.calling(() -> fail(new Failure.QuotaReached("m"))))
        .isInstanceOf(Failure.QuotaReached.class);
    assertThatThrownBy(() -> StatusToFailure.calling(() -> fail(new Failure.LimitReached("m"))))
        .isInstanceOf(Failure.LimitReached.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"CANCELLED", "UNAVAILABLE", "DEADLINE_EXCEEDED", "ABORTED"})
  void whereSomethingMayBeUnderWayTheFailureSaysSo(Status.Code code) {
    assertThatThrownBy(
            () ->
                StatusToFailure.calling(
                    () -> {
                      throw code.toStatus().asRuntimeException();
                    }))
        .isInstanceOfAny(
            Failure.Unavailable.class, Failure.TimedOut.class, Failure.InProgress.class)
        .hasMessage(code.name());
  }

  @Test
  void whatTheCallReturnsIsReturned() {
    assertThat(StatusToFailure.<String>calling(() -> "reply")).isEqualTo("reply");
  }

  private static String fail(Failure failure) {
    Metadata trailers = FailureToStatus.trailers(failure);
    throw FailureToStatus.status(failure).asRuntimeException(trailers);
  }
}
