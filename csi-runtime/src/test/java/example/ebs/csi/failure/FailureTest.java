package example.ebs.csi.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FailureTest {
  private static final Set<Class<? extends Failure>> NOT_FINAL =
      Set.of(Failure.InProgress.class, Failure.TimedOut.class, Failure.Unavailable.class);

  @ParameterizedTest
  @MethodSource("example.ebs.csi.failure.FailureToStatusTest#kinds")
  void whatMayHaveLeftSomethingIsNotFinalAndStaysWhatItIs(Failure failure) {
    Failure unsettled = failure.unsettled("vol-1 was created");

    assertThat(failure.isFinal()).isEqualTo(!NOT_FINAL.contains(failure.getClass()));
    assertThat(unsettled.isFinal()).isFalse();
    if (failure.isFinal()) {
      assertThat(unsettled)
          .isInstanceOf(Failure.Unavailable.class)
          .hasMessage("vol-1 was created: m; ask again")
          .hasCause(failure);
    } else {
      assertThat(unsettled).isSameAs(failure);
    }
  }

  @ParameterizedTest
  @MethodSource("example.ebs.csi.failure.FailureToStatusTest#kinds")
  void whatIsKnownOfMoreIsOfTheSameKind(Failure failure) {
    assertThat(failure.about("vol-1 is not removed"))
        .isExactlyInstanceOf(failure.getClass())
        .hasMessage("vol-1 is not removed: m")
        .hasCause(failure);
  }
}
