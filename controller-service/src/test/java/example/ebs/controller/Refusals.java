package example.ebs.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a refused call told its caller. */
public final class Refusals {
  private Refusals() {}

  /** Asserts the code, that all the words are in the message, and that no details came along. */
  public static void assertRefused(ThrowingCallable call, Status.Code code, String... words) {
    StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(refused).as("the call must be refused with %s", code).isNotNull();
    Status status = Objects.requireNonNull(refused).getStatus();
    assertThat(status.getCode()).as("%s", status).isEqualTo(code);
    assertThat(status.getDescription()).contains(words);
    assertThat(String.valueOf(refused.getTrailers())).doesNotContain("grpc-status-details-bin");
  }
}
