package example.ebs.node.local;

import static example.ebs.node.local.LocalRequests.DIRECTORY;
import static example.ebs.node.local.LocalRequests.ID;
import static example.ebs.node.local.LocalRequests.context;
import static example.ebs.node.local.LocalRequests.publish;
import static example.ebs.node.local.LocalRequests.unpublish;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.node.RootOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a volume whose root leaves the list while it is used, and comes back. */
final class ClosedRootOnMachineTest {
  private static final String OPEN =
      "{\"roots\":[{\"name\":\"default\",\"path\":\"FOLDER/own/hostpath\"}]}";
  private static final String CLOSED =
      "{\"roots\":[{\"name\":\"other\",\"path\":\"FOLDER/own/other\"}]}";
  private static final Map<String, String> EMPTIED = context("mode", "emptyDir", "enforce", "none");
  private static final Map<String, String> KEPT = context("mode", "hostPath", "enforce", "none");

  private LocalSandbox sandbox;
  private Path target;
  private Path second;

  @BeforeEach
  void prepare() throws IOException {
    RootOnly.require();
    sandbox = new LocalSandbox();
    target = sandbox.target(LocalRequests.POD, "data");
    second = sandbox.target("another-pod", "data");
  }

  @AfterEach
  void clean() {
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @Test
  void whatAPodLeftInAClosedRootIsEmptiedBeforeTheNextHasIt() throws IOException {
    fillAndLeaveWhileClosed(EMPTIED);

    process(OPEN).node().nodePublishVolume(publish(second, EMPTIED).build());

    assertThat(second).isEmptyDirectory();
  }

  @Test
  void whatAPodLeftInAClosedRootIsEmptiedOnceItIsBackAndOnce() throws IOException {
    fillAndLeaveWhileClosed(EMPTIED);
    assertThat(process(CLOSED).volumes().finishRemovals()).hasSize(1);

    assertThat(process(OPEN).volumes().finishRemovals()).isEmpty();

    assertThat(sandbox.root().resolve(DIRECTORY)).doesNotExist();
    process(OPEN).node().nodePublishVolume(publish(second, EMPTIED).build());
    Files.writeString(second.resolve("file"), "kept");
    sandbox.reboot();
    assertThat(process(OPEN).volumes().finishRemovals()).isEmpty();
    process(OPEN).node().nodePublishVolume(publish(second, EMPTIED).build());
    assertThat(second.resolve("file")).hasContent("kept");
  }

  @Test
  void whatAnotherPodStillHasIsNotEmptied() throws IOException {
    process(OPEN).node().nodePublishVolume(publish(second, EMPTIED).build());
    fillAndLeaveWhileClosed(EMPTIED);

    assertThat(process(OPEN).volumes().finishRemovals()).isEmpty();
    process(OPEN).node().nodePublishVolume(publish(target, EMPTIED).build());

    assertThat(target.resolve("file")).hasContent("left");
  }

  @Test
  void aVolumeThatOutlivesItsPodsIsKeptInAClosedRoot() throws IOException {
    fillAndLeaveWhileClosed(KEPT);

    assertThat(process(OPEN).volumes().finishRemovals()).isEmpty();
    process(OPEN).node().nodePublishVolume(publish(second, KEPT).build());

    assertThat(second.resolve("file")).hasContent("left");
    assertThat(sandbox.own().resolve("missed-leaves")).isEmptyDirectory();
  }

  @Test
  void aRootThatNeverHadAVolumeMayLeaveTheList() throws IOException {
    sandbox.allow(OPEN.replace("]}", ",{\"name\":\"spare\",\"path\":\"FOLDER/own/spare\"}]}"));
    assertThat(sandbox.start().volumes().finishRemovals()).isEmpty();
    assertThat(sandbox.own().resolve("spare")).doesNotExist();

    process(OPEN).node().nodePublishVolume(publish(target, KEPT).build());

    assertThat(target).isEmptyDirectory();
  }

  @Test
  void aRemovalInARootThatComesBackIsEndedThen() throws IOException {
    process(OPEN).node().nodePublishVolume(publish(target, KEPT).build());
    process(OPEN).node().nodeUnpublishVolume(unpublish(target));
    Path left = sandbox.root().resolve(".trash/" + ID + ".x");
    Path away = sandbox.folder().resolve("away");
    Files.move(sandbox.root(), away);
    LocalSandbox.Started process = process(OPEN);
    assertThat(process.volumes().finishRemovals()).hasSize(1);
    Files.delete(sandbox.root());
    Files.move(away, sandbox.root());
    process.volumes().remove(ID);
    Files.createDirectories(left);

    assertThat(process.volumes().finishRemovals()).isEmpty();

    assertThat(left).doesNotExist();
  }

  private void fillAndLeaveWhileClosed(Map<String, String> context) throws IOException {
    process(OPEN).node().nodePublishVolume(publish(target, context).build());
    Files.writeString(target.resolve("file"), "left");
    process(CLOSED).node().nodeUnpublishVolume(unpublish(target));
    assertThat(target).doesNotExist();
  }

  private LocalSandbox.Started process(String roots) throws IOException {
    sandbox.allow(roots);
    return sandbox.start();
  }
}
