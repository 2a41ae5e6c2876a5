package example.ebs.local;

import static example.ebs.local.LocalRequests.ID;
import static example.ebs.local.LocalRequests.context;
import static example.ebs.local.LocalRequests.publish;
import static example.ebs.local.LocalRequests.unpublish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A pod can end although somebody else on the machine has a copy of its mounts. */
final class ForeignNamespaceOnMachineTest {
  private static final Map<String, String> KEPT = context("mode", "hostPath", "enforce", "image");
  private static final Map<String, String> EMPTIED =
      context("mode", "emptyDir", "enforce", "image");

  @RegisterExtension private final LocalScene scene = new LocalScene();
  private Optional<Process> holder = Optional.empty();

  @AfterEach
  void letGo() throws Exception {
    if (holder.isPresent()) {
      holder.get().getOutputStream().close();
      assertThat(holder.get().waitFor()).isZero();
    }
  }

  @Test
  void aVolumeThatOutlivesItsPodsIsKeptAndUsedAgain() throws Exception {
    scene.node().nodePublishVolume(publish(scene.target(), KEPT).build());
    Files.writeString(scene.target().resolve("file"), "kept");
    copyAllMounts();

    scene.node().nodeUnpublishVolume(unpublish(scene.target()));

    assertThat(scene.target()).doesNotExist();
    scene.node().nodePublishVolume(publish(scene.second(), KEPT).build());
    assertThat(scene.second().resolve("file")).hasContent("kept");
    letGo();
    scene.node().nodeUnpublishVolume(unpublish(scene.second()));
    assertThat(scene.sandbox().loops()).isEmpty();
  }

  @Test
  void aVolumeThatEndsWithItsPodsIsRemovedOnceNobodyHasIt() throws Exception {
    scene.node().nodePublishVolume(publish(scene.target(), EMPTIED).build());
    Files.writeString(scene.target().resolve("file"), "x");
    copyAllMounts();

    scene.node().nodeUnpublishVolume(unpublish(scene.target()));

    assertThat(scene.target()).doesNotExist();
    assertThatThrownBy(
            () -> scene.node().nodePublishVolume(publish(scene.second(), EMPTIED).build()))
        .hasMessageContaining("must be empty for this pod")
        .hasMessageContaining("in another mount namespace");
    letGo();
    assertThat(scene.volumes().finishRemovals()).isEmpty();
    assertThat(scene.directory()).doesNotExist();
    assertThat(scene.sandbox().root().resolve(".records/" + ID)).doesNotExist();
    assertThat(scene.sandbox().loops()).isEmpty();
  }

  /** As a container runtime does that starts a container and takes its time. */
  private void copyAllMounts() throws IOException {
    Process begun =
        new ProcessBuilder(
                "unshare", "-m", "--propagation", "private", "sh", "-c", "echo there; exec cat")
            .start();
    holder = Optional.of(begun);
    assertThat(begun.getInputStream().read()).isEqualTo('t');
  }
}
