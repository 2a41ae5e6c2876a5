package example.ebs.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcessCommandsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Commands commands = new ProcessCommands();

  @Test
  void argumentsReachTheProgramAsTheyAre() {
    assertThat(commands.run(List.of("printf", "%s|", "a b", "$(id)", "*"), LONG))
        .isEqualTo(new CommandResult(0, "a b|$(id)|*|"));
  }

  @Test
  void theEnvironmentIsAlmostEmptyAndEnglish() {
    assertThat(commands.run(List.of("env"), LONG).output().lines())
        .containsExactlyInAnyOrder(
            "LC_ALL=C", "PATH=/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin");
  }

  @Test
  void aProgramIsFoundThoughItIsNotOnThePathOfThisProcess() {
    assertThat(commands.run(List.of("cat", "/proc/self/cmdline"), LONG).output())
        .matches("/.*/cat\\x00/proc/self/cmdline\\x00?");
  }

  @Test
  void bothStreamsAndTheExitCodeAreKept() {
    assertThat(commands.run(List.of("sh", "-c", "echo out; echo err >&2; exit 3"), LONG))
        .isEqualTo(new CommandResult(3, "out\nerr"));
  }

  @Test
  void aProgramThatWritesMuchDoesNotHang() {
    CommandResult result = commands.run(List.of("sh", "-c", "yes | head -c 1000000; exit 4"), LONG);

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.output()).hasSizeLessThan(3_000);
  }

  @Test
  void aProgramThatTakesTooLongIsKilled() {
    assertThatThrownBy(() -> commands.run(List.of("sleep", "600"), Duration.ofMillis(1)))
        .isInstanceOf(Failure.TimedOut.class)
        .hasMessageContaining("sleep");
  }

  @Test
  void aProgramThatIsNotThereSaysSo() {
    assertThatThrownBy(() -> commands.run(List.of("mkfs.none"), LONG))
        .isInstanceOf(Failure.Internal.class)
        .hasMessageContaining("mkfs.none")
        .hasMessageContaining("installed");
  }
}
