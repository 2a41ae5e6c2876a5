package example.ebs.command.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import example.ebs.csi.server.DriverIdentity;
import example.ebs.emulator.Latency;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DemoRunTest {
  private static final DriverIdentity DRIVER = new DriverIdentity("ebs.example", "test");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void aVolumesWholeLifeLeavesNothingBehind(String filesystem) throws IOException {
    assumeRootWith(filesystem);

    assertThat(run(filesystem, true)).as(out + "\n" + err).isTrue();
    assertThat(out.toString())
        .contains("blank: made " + filesystem)
        .contains("holds " + filesystem + ": mounted, not formatted")
        .contains(", the same")
        .contains("FAILED_PRECONDITION", "us-east-1a", "us-east-1b")
        .contains("left: 0 loop devices, 0 mounts, 0 files")
        .contains("Done in ");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aFailureThatNobodyForesawLeavesNothingBehind() throws IOException {
    assumeRootWith("ext4");
    Path lengthy = Files.createDirectory(folder.resolve("t".repeat(100)));
    String before = System.setProperty("java.io.tmpdir", lengthy.toString());
    try {
      assertThat(run("ext4", true)).isFalse();
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }

    assertThat(err.toString()).contains("the socket path is", "Linux allows 107");
    assertThat(out.toString()).contains("left: 0 loop devices, 0 mounts, 0 files");
    assertThat(lengthy).isEmptyDirectory();
  }

  @Test
  void anOrdinaryUserIsToldWhatItNeedsAndWhy() {
    assertThat(run("ext4", false)).isFalse();
    assertThat(err.toString())
        .contains("ebs demo: needs root: its volumes are real loop devices")
        .contains("sudo ./ebs demo");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aMissingToolIsNamedWithItsPackage() throws IOException {
    for (String tool : List.of("losetup", "mknod", "blkid", "setpriv", "e2fsck", "mkfs.ext4")) {
      program(tool);
    }
    Prerequisites machine = new Prerequisites(List.of(folder));

    assertThat(machine.missing(true, "ext4")).isEmpty();
    assertThat(machine.missing(true, "xfs"))
        .containsExactly(
            "needs mkfs.xfs, which is in the package xfsprogs: apt-get install xfsprogs");
  }

  private boolean run(String filesystem, boolean root) {
    return new DemoRun(new PrintWriter(out, true), new PrintWriter(err, true))
        .run(
            "story",
            Prerequisites.ofThisMachine().missing(root, filesystem),
            (narrator, workspace) ->
                new Demo(narrator, workspace, filesystem).run(Latency.NONE, DRIVER));
  }

  private void program(String name) throws IOException {
    Files.createFile(
        folder.resolve(name),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static void assumeRootWith(String filesystem) throws IOException {
    boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    List<String> missing = Prerequisites.ofThisMachine().missing(root, filesystem);
    missing.forEach(problem -> System.out.println("skipped: the demo " + problem));
    assumeTrue(missing.isEmpty(), () -> "skipped: the demo " + missing);
  }
}
