package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order the launcher starts the JVM; a JVM that only notes what it was told plays it. */
final class LauncherTest {
  private static final String CHECK = " check -- ";
  private static final String REHEARSAL = " rehearse controller";

  private @TempDir Path folder;

  @BeforeEach
  void install() throws IOException {
    Files.copy(Repository.root().resolve("ebs"), folder.resolve("ebs"));
    Files.createFile(folder.resolve("ebs.jar"));
    Path jre = folder.resolve("jre");
    Files.createDirectories(jre.resolve("bin"));
    Files.writeString(jre.resolve("release"), "JAVA_VERSION=\"25\"\n");
    Path java =
        Files.createFile(
            jre.resolve("bin/java"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.writeString(
        java,
        """
        #!/bin/sh
        echo "$*" >>"%s/calls"
        case "$*" in *" check -- "*) exit "$WRONG" ;; esac
        """
            .formatted(folder));
  }

  @Test
  void aStartThatCannotWorkSaysSoBeforeACacheIsPrepared() throws Exception {
    assertThat(launch("2", "controller", "--flag=a b")).isEqualTo(2);
    assertThat(calls())
        .singleElement()
        .asString()
        .endsWith("example.ebs.command.Ebs" + CHECK + "controller --flag=a b");
    assertThat(folder.resolve("controller.aot")).doesNotExist();
  }

  @Test
  void aCacheIsPreparedForAStartThatMayWork() throws Exception {
    assertThat(launch("0", "controller")).isZero();
    assertThat(calls()).hasSize(3);
    assertThat(calls().get(0)).contains(CHECK);
    assertThat(calls().get(1)).endsWith(REHEARSAL);
    assertThat(calls().get(2)).endsWith("example.ebs.command.Ebs controller");
  }

  @Test
  void whereThereIsACacheNothingIsAskedFirst() throws Exception {
    Path cache = Files.createFile(folder.resolve("controller.aot"));
    Files.setLastModifiedTime(cache, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(launch("2", "controller")).isZero();
    assertThat(calls()).singleElement().asString().doesNotContain(CHECK);
  }

  private int launch(String wrong, String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("bash", folder + "/ebs"));
    command.addAll(List.of(arguments));
    ProcessBuilder launcher = new ProcessBuilder(command).redirectErrorStream(true);
    launcher.redirectOutput(folder.resolve("out").toFile());
    launcher.environment().put("WRONG", wrong);
    Process process = launcher.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    return process.exitValue();
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }
}
