package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the scripts in {@code .ci} make of what they see. Another program may work beside a test.
 */
final class ProofScriptsTest {
  private static final Path SCRIPTS = Path.of("../.ci").toAbsolutePath().normalize();
  private static final String REPORT =
      "<testsuite tests='3' failures='1' errors='0' skipped='0'/>\n";

  @TempDir private Path folder;
  private Path temporary;

  @BeforeEach
  void oneFolderIsThereBefore() throws IOException {
    temporary = Files.createDirectory(folder.resolve("temporary"));
    Files.createDirectory(temporary.resolve("ebs-others"));
  }

  @Test
  void whatDisappearedIsNotLeftBehind() {
    Command.Result result = unchanged("rmdir %s/ebs-others");
    assertThat(temporary.resolve("ebs-others")).doesNotExist();
    assertThat(result.text().lines()).noneMatch(line -> line.endsWith("/ebs-others"));
  }

  @Test
  void whatIsNewIsNamedAndAFailure() {
    Command.Result result = unchanged("mkdir %s/ebs-ours");
    assertThat(result.exitCode()).isNotZero();
    assertThat(result.text())
        .contains("left behind what was not there before it:")
        .contains("temporary folder: " + temporary.resolve("ebs-ours"))
        .doesNotContain("ebs-others");
  }

  @Test
  void aFailureKeepsItsCodeAndWhatItLeftIsNamedAsWell() {
    Command.Result result = unchanged("mkdir %s/ebs-ours; exit 7");
    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(result.text()).contains("temporary folder: " + temporary.resolve("ebs-ours"));
  }

  @Test
  void testsAreCountedAlsoWhereTheRunFailed() throws IOException {
    Path reports = Files.createDirectories(folder.resolve("a module/reports"));
    Files.writeString(reports.resolve("TEST-old.xml"), REPORT);

    Command.Result result =
        counted(
            folder + "/*/reports",
            "mkdir '%s' && echo \"%s\" >'%s/TEST-new.xml'; exit 7"
                .formatted(reports, REPORT, reports));

    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(result.text()).contains("2 passed, 1 failed, 0 skipped");
  }

  @Test
  void aRunThatReportedNothingIsAFailure() {
    Command.Result result = counted(folder + "/none/reports", "true");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.text())
        .contains("0 passed, 0 failed, 0 skipped")
        .contains("without any report: " + folder + "/none/reports");
  }

  private Command.Result unchanged(String script) {
    return run("unchanged", "sh", "-c", script.formatted(temporary));
  }

  private Command.Result counted(String folders, String script) {
    return run("counted", folders, "sh", "-c", script);
  }

  private Command.Result run(String script, String... words) {
    List<String> all =
        Stream.concat(Stream.of(SCRIPTS.resolve(script).toString()), Stream.of(words)).toList();
    return new Command(all, Map.of("TMPDIR", temporary.toString()), Duration.ofMinutes(1)).run();
  }
}
