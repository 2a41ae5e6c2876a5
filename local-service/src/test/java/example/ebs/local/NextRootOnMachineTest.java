package example.ebs.local;

import static example.ebs.local.LocalRequests.DIRECTORY;
import static example.ebs.local.LocalRequests.context;
import static example.ebs.local.LocalRequests.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A new volume goes to another root where the one that it prefers cannot take it. */
final class NextRootOnMachineTest {
  private static final Map<String, String> PLAIN = context("mode", "hostPath", "enforce", "none");

  @RegisterExtension private final LocalScene scene = new LocalScene();
  private Path preferred;
  private Path other;

  @BeforeEach
  void prepare() throws IOException {
    preferred = Files.createDirectory(scene.sandbox().folder().resolve("preferred"));
    other = Files.createDirectory(scene.sandbox().folder().resolve("other"));
    scene
        .sandbox()
        .allow(
            "{\"roots\":[{\"name\":\"preferred\",\"path\":\"FOLDER/preferred\",\"weight\":1000},{\"name\":\"other\",\"path\":\"FOLDER/other\"}]}");
  }

  @Test
  void theRootThatAVolumePrefersTakesItWhileItCan() throws IOException {
    scene.sandbox().start().node().nodePublishVolume(publish(scene.target(), PLAIN).build());

    assertThat(preferred.resolve(DIRECTORY)).exists();
  }

  @Test
  void oneThatIsReadOnlyIsPassedOver() throws IOException {
    Shell.run("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", preferred.toString());

    scene.sandbox().start().node().nodePublishVolume(publish(scene.target(), PLAIN).build());
    scene.sandbox().start().node().nodePublishVolume(publish(scene.target(), PLAIN).build());

    assertThat(other.resolve(DIRECTORY)).exists();
  }

  @Test
  void oneInWhichItCannotBeEndedKeepsNothingOfIt() throws IOException {
    // Enough for its own folders and the directory, and none for the record.
    Shell.run("mount", "-t", "tmpfs", "-o", "nr_inodes=4", "tmpfs", preferred.toString());

    scene.sandbox().start().node().nodePublishVolume(publish(scene.target(), PLAIN).build());

    assertThat(other.resolve(DIRECTORY)).exists();
    assertThat(preferred.resolve(".making")).isEmptyDirectory();
    assertThat(preferred.resolve(".records")).isEmptyDirectory();
  }

  @Test
  void whereNoneTakesItAllAreNamed() throws IOException {
    Shell.run("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", preferred.toString());
    Shell.run("mount", "-t", "tmpfs", "-o", "size=1M", "tmpfs", other.toString());
    LocalSandbox.Started process = scene.sandbox().start();

    assertThatThrownBy(
            () -> process.node().nodePublishVolume(publish(scene.target(), PLAIN).build()))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("root preferred at")
        .hasMessageContaining("root other at")
        .hasMessageContaining("mount that filesystem writable");
  }
}
