package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CommandTest {
  @Test
  void returnsWhatTheProgramWroteToBothOutputs() {
    assertThat(Command.of("sh", "-c", "echo one; echo two >&2").output()).isEqualTo("one\ntwo");
  }

  @Test
  void aFailureNamesTheCommandItsExitCodeAndItsWords() {
    assertThatThrownBy(() -> Command.of("sh", "-c", "echo no such volume; exit 3").output())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("sh -c")
        .hasMessageContaining("ended with 3")
        .hasMessageContaining("no such volume");
  }

  @Test
  void whatIsToFailCanBeLookedAt() {
    assertThat(Command.of("sh", "-c", "exit 3").run()).isEqualTo(new Command.Result(3, ""));
  }

  @Test
  void endsAProgramAtItsTimeLimit() {
    Command endless = new Command(List.of("sleep", "1000"), Map.of(), Duration.ofMillis(50));
    assertThatThrownBy(endless::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("gave up after PT0.05S: sleep 1000");
  }

  @Test
  void aProgramThatIsMissingIsNamed() {
    assertThatThrownBy(() -> Command.of("no-such-program").run())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("could not start: no-such-program; is it installed?");
  }

  @Test
  void aWaitThatEndsInVainSaysForWhatAndWhatWasSeenLast() {
    assertThatThrownBy(
            () ->
                Eventually.matches(
                    "claim data to be Bound", Duration.ZERO, () -> "Pending", "Bound"::equals))
        .isInstanceOf(AssertionError.class)
        .hasMessage("waited 0 s for claim data to be Bound; seen last: Pending");
  }

  @Test
  void aLookThatFailsOnceIsNoEndOfAWait() {
    Iterator<Integer> looks = List.of(0, 1).iterator();
    assertThat(
            Eventually.matches(
                "a quotient", Duration.ofMinutes(1), () -> 7 / looks.next(), seen -> seen == 7))
        .isEqualTo(7);
  }

  @Test
  void whatIsPutBackIsSoAlsoWhereTheTestWasInterrupted() {
    List<String> done = new ArrayList<>();
    Thread.currentThread().interrupt();
    Eventually.putBack(
        "the machine to be started",
        () -> done.add(Command.of("sh", "-c", "echo started").output()));
    assertThat(Thread.interrupted()).as("and the test still knows that it was").isTrue();
    assertThat(done).containsExactly("started");
  }
}
