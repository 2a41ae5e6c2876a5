package example.ebs.command.demo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import example.ebs.command.demo.DemoRun;
import example.ebs.command.demo.Prerequisites;
import example.ebs.csi.server.DriverIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LocalDemoTest {
  private static final DriverIdentity DRIVER = new DriverIdentity("ebs.example", "test");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void assumeRoot() throws IOException {
    boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    List<String> missing = Prerequisites.ofThisMachine().missingForLocal(root, true);
    missing.forEach(problem -> System.out.println("skipped: the demo " + problem));
    assumeTrue(missing.isEmpty(), () -> "skipped: the demo " + missing);
  }

  @ParameterizedTest
  @EnumSource
  void aHostPathOutlivesItsPodsAndLeavesNothingBehind(Limits limits) {
    assertThat(run(limits, LocalDemo::tellHostPath)).as(out + "\n" + err).isTrue();
    assertThat(out.toString())
        .contains("what was only wrapped is never deleted")
        .contains("left: 0 loop devices, 0 mounts, 0 files");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyDirGoesWithItsPodAndLeavesNothingBehind(Limits limits) {
    assertThat(run(limits, LocalDemo::tellEmptyDir)).as(out + "\n" + err).isTrue();
    assertThat(out.toString())
        .contains("the directory went with its pod")
        .contains("No space left on device")
        .contains("left: 0 loop devices, 0 mounts, 0 files");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whoeverCannotLimitADirectorySaysSo() {
    assertThat(run(Limits.MEMORY, LocalDemo::tellHostPath)).as(out + "\n" + err).isTrue();
    assertThat(out.toString()).contains("no limit on disk here", "user namespace");
  }

  private boolean run(Limits limits, Consumer<LocalDemo> story) {
    return new DemoRun(new PrintWriter(out, true), new PrintWriter(err, true))
        .run(
            "story",
            List.of(),
            (narrator, workspace) ->
                story.accept(new LocalDemo(narrator, workspace, DRIVER, limits)));
  }
}
