package example.ebs.local;

import static example.ebs.local.LocalRequests.DIRECTORY;
import static example.ebs.local.LocalRequests.ID;
import static example.ebs.local.LocalRequests.context;
import static example.ebs.local.LocalRequests.publish;
import static example.ebs.local.LocalRequests.unpublish;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a volume whose root leaves the list while it is used, and comes back. */
final class ClosedRootOnMachineTest {
  private static final String OPEN =
      "{\"roots\":[{\"name\":\"default\",\"path\":\"FOLDER/own/hostpath\"}]}";
  private static final String CLOSED =
      "{\"roots\":[{\"name\":\"other\",\"path\":\"FOLDER/own/other\"}]}";
  private static final Map<String, String> EMPTIED = context("mode", "emptyDir", "enforce", "none");
  private static final Map<String, String> KEPT = context("mode", "hostPath", "enforce", "none");

  @RegisterExtension private final LocalScene scene = new LocalScene();

  @Test
  void whatAPodLeftInAClosedRootIsEmptiedBeforeTheNextHasIt() throws IOException {
    fillAndLeaveWhileClosed(EMPTIED);

    process(OPEN).node().nodePublishVolume(publish(scene.second(), EMPTIED).build());

    assertThat(scene.second()).isEmptyDirectory();
  }

  @Test
  void whatAPodLeftInAClosedRootIsEmptiedOnceItIsBackAndOnce() throws IOException {
    fillAndLeaveWhileClosed(EMPTIED);
    assertThat(process(CLOSED).volumes().finishRemovals()).hasSize(1);

    assertThat(process(OPEN).volumes().finishRemovals()).isEmpty();

    assertThat(scene.sandbox().root().resolve(DIRECTORY)).doesNotExist();
    process(OPEN).node().nodePublishVolume(publish(scene.second(), EMPTIED).build());
    Files.writeString(scene.second().resolve("file"), "kept");
    scene.sandbox().reboot();
    assertThat(process(OPEN).volumes().finishRemovals()).isEmpty();
    process(OPEN).node().nodePublishVolume(publish(scene.second(), EMPTIED).build());
    assertThat(scene.second().resolve("file")).hasContent("kept");
  }

  @Test
  void whatAnotherPodStillHasIsNotEmptied() throws IOException {
    process(OPEN).node().nodePublishVolume(publish(scene.second(), EMPTIED).build());
    fillAndLeaveWhileClosed(EMPTIED);

    assertThat(process(OPEN).volumes().finishRemovals()).isEmpty();
    process(OPEN).node().nodePublishVolume(publish(scene.target(), EMPTIED).build());

    assertThat(scene.target().resolve("file")).hasContent("left");
  }

  @Test
  void aVolumeThatOutlivesItsPodsIsKeptInAClosedRoot() throws IOException {
    fillAndLeaveWhileClosed(KEPT);

    assertThat(process(OPEN).volumes().finishRemovals()).isEmpty();
    process(OPEN).node().nodePublishVolume(publish(scene.second(), KEPT).build());

    assertThat(scene.second().resolve("file")).hasContent("left");
    assertThat(scene.sandbox().own().resolve("missed-leaves")).isEmptyDirectory();
  }

  @Test
  void aRootThatNeverHadAVolumeMayLeaveTheList() throws IOException {
    scene
        .sandbox()
        .allow(OPEN.replace("]}", ",{\"name\":\"spare\",\"path\":\"FOLDER/own/spare\"}]}"));
    assertThat(scene.sandbox().start().volumes().finishRemovals()).isEmpty();
    assertThat(scene.sandbox().own().resolve("spare")).doesNotExist();

    process(OPEN).node().nodePublishVolume(publish(scene.target(), KEPT).build());

    assertThat(scene.target()).isEmptyDirectory();
  }

  @Test
  void aRemovalInARootThatComesBackIsEndedThen() throws IOException {
    process(OPEN).node().nodePublishVolume(publish(scene.target(), KEPT).build());
    process(OPEN).node().nodeUnpublishVolume(unpublish(scene.target()));
    Path left = scene.sandbox().root().resolve(".trash/" + ID + ".x");
    Path away = scene.sandbox().folder().resolve("away");
    Files.move(scene.sandbox().root(), away);
    LocalSandbox.Started process = process(OPEN);
    assertThat(process.volumes().finishRemovals()).hasSize(1);
    Files.delete(scene.sandbox().root());
    Files.move(away, scene.sandbox().root());
    process.volumes().remove(ID);
    Files.createDirectories(left);

    assertThat(process.volumes().finishRemovals()).isEmpty();

    assertThat(left).doesNotExist();
  }

  private void fillAndLeaveWhileClosed(Map<String, String> context) throws IOException {
    process(OPEN).node().nodePublishVolume(publish(scene.target(), context).build());
    Files.writeString(scene.target().resolve("file"), "left");
    process(CLOSED).node().nodeUnpublishVolume(unpublish(scene.target()));
    assertThat(scene.target()).doesNotExist();
  }

  private LocalSandbox.Started process(String roots) throws IOException {
    scene.sandbox().allow(roots);
    return scene.sandbox().start();
  }
}
