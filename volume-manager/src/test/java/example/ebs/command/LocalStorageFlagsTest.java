package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Flags of local volumes: where they go, what they need, and what is said where they do not fit.
 */
final class LocalStorageFlagsTest {
  private final Console console = new Console();

  @Test
  void localVolumesAreServedToAClusterOnlyAndAloneNeedNothingOfAws() {
    assertThat(
            console.run("controller", "--storage", "ebs,local", "--endpoint", "/nowhere/csi.sock"))
        .isEqualTo(2);
    assertThat(console.err()).contains("--storage: local goes with --kubernetes");

    assertThat(
            console.run(
                "controller", "--local-config", "/nowhere", "--endpoint", "/nowhere/csi.sock"))
        .isEqualTo(2);
    assertThat(console.err()).contains("--local-config goes with --storage local");

    assertThat(
            console.run(
                "controller", "--kubernetes", "--storage", "local", "--local-config", "/nowhere"))
        .isEqualTo(2);
    assertThat(console.err()).contains("--local-config: /nowhere cannot be read");

    assertThat(
            console.run(
                "controller",
                "--kubernetes",
                "--storage",
                "local",
                "--endpoint",
                "/nowhere/c.sock"))
        .isEqualTo(1);
    assertThat(console.err()).contains("the folder of the socket /nowhere/c.sock does not exist");
  }

  @Test
  void aNodeOfLocalVolumesIsToldWhatItsFlagsLack() {
    assertThat(console.run("node", "--storage=local", "--node-name=", "--device-root=/d"))
        .isEqualTo(2);
    assertThat(console.err())
        .contains("--storage local: needs --node-name")
        .contains("--device-root and --emulator-endpoint go with --storage ebs");

    assertThat(
            console.run("node", "--storage=ebs,local", "--node-name=a", "--local-config=/nowhere"))
        .isEqualTo(2);
    assertThat(console.err())
        .contains("--storage ebs,local: needs --local-endpoint, or --kubernetes")
        .contains("--local-config: /nowhere cannot be read");

    assertThat(console.run("node", "--local-root=/x", "--local-endpoint=/x/csi.sock")).isEqualTo(2);
    assertThat(console.err())
        .contains("--local-config and --local-root go with --storage local")
        .contains("--local-endpoint goes with --storage ebs,local");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "relative", "/srv/../etc", "/srv/"})
  void theFolderOfLocalVolumesIsWrittenAsWhatItMeans(String folder) {
    assertThat(console.run("all", "--storage=local", "--local-root=" + folder)).isEqualTo(2);
    assertThat(console.err())
        .contains("--local-root: wants an absolute path", "was given '" + folder + "'");
  }

  @Test
  void localVolumesLeaveNothingBehindWhereTheSocketHasNoPlace(@TempDir Path folder) {
    Path root = folder.resolve("local");
    assertThat(
            console.run(
                "all",
                "--storage=local",
                "--local-root=" + root,
                "--endpoint=" + folder.resolve("missing/csi.sock")))
        .isEqualTo(1);
    assertThat(root).doesNotExist();
  }
}
