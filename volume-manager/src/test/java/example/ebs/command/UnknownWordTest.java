package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of commands and flags that there are not. */
final class UnknownWordTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "demo, --latncy, --latency",
    "demo, --lat, --latency",
    "all, --emulater, --emulator",
    "controller, --endpiont, --endpoint",
    "node, --nodeid, --node-id",
    "emulator, --state-dri=/x, --state-dir"
  })
  void anUnknownFlagIsRefusedAndTheNearestOneNamed(String command, String flag, String nearest) {
    assertThat(run(command, flag)).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("ebs " + command + ": unknown flag " + flag + "; did you mean " + nearest + "?")
        .contains("See ebs " + command + " --help.");
  }

  @Test
  void aFlagThatIsLikeNoOtherIsRefusedWithoutAGuess() {
    assertThat(run("demo", "--quux-the-frobnicator")).isEqualTo(2);
    assertThat(err.toString()).startsWith("ebs demo: unknown flag --quux-the-frobnicator\n");
  }

  @Test
  void anUnknownCommandIsRefusedAndTheNearestOneNamed() {
    assertThat(run("dmeo")).isEqualTo(2);
    assertThat(err.toString()).contains("unknown command or argument dmeo; did you mean demo?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "up", "help", "volumes", "x", "chekc", "checks", "rehears"})
  void aCommandThatIsLikeNoneOfTheHelpIsRefusedWithoutAGuess(String command) {
    assertThat(run(command)).isEqualTo(2);
    assertThat(err.toString()).startsWith("ebs: unknown command or argument " + command + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--foo", "--x", "--zzz", "-q"})
  void aShortFlagIsNotTakenForAnyOther(String flag) {
    assertThat(run("node", flag)).isEqualTo(2);
    assertThat(err.toString()).startsWith("ebs node: unknown flag " + flag + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dmeo --help", "--help dmeo", "demo --latncy --help", "demo --help x"})
  void whatIsUnknownIsSoAlsoWhereHelpIsAskedFor(String words) {
    assertThat(run(words.split(" ", -1))).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains(": unknown ");
  }

  private int run(String... arguments) {
    return Ebs.command()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
