package example.ebs.local;

import static example.ebs.local.LocalRequests.ID;
import static example.ebs.local.LocalRequests.context;
import static example.ebs.local.LocalRequests.publish;
import static example.ebs.local.LocalRequests.unpublish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.work.UnderWay;
import example.ebs.linux.RootOnly;
import example.ebs.local.model.LocalVolumeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A root whose disk does not answer costs its own volumes and nobody else's. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HungRootOnMachineTest {
  /** The one that hangs is looked into first. */
  private static final String ROOTS =
      "{\"roots\":[{\"name\":\"a-stuck\",\"path\":\"FOLDER/stuck\"},"
          + "{\"name\":\"default\",\"path\":\"FOLDER/own/hostpath\"}]}";

  private static final Map<String, String> KEPT =
      context("mode", "hostPath", "enforce", "none", "roots", "default");

  @RegisterExtension private final LocalScene scene = new LocalScene();
  private LocalSandbox.Started process;
  private HungFilesystem hung;

  @BeforeEach
  void publishAVolumeAndHangTheOtherRoot() throws IOException {
    RootOnly.requireTool("mount");
    Path stuck = Files.createDirectory(scene.sandbox().folder().resolve("stuck"));
    scene.sandbox().allow(ROOTS);
    process = scene.sandbox().start();
    var _ = process.node().nodePublishVolume(publish(scene.target(), KEPT).build());
    Files.writeString(scene.target().resolve("file"), "kept");
    hung = new HungFilesystem(stuck);
  }

  @AfterEach
  void letGo() throws IOException {
    if (hung != null) {
      hung.close();
    }
  }

  @Test
  void aVolumeOfAnotherRootIsPublishedUnpublishedAndRemoved() {
    var _ = process.node().nodePublishVolume(publish(scene.second(), KEPT).build());
    assertThat(scene.second().resolve("file")).hasContent("kept");
    var _ = process.node().nodeUnpublishVolume(unpublish(scene.second()));
    var _ = process.node().nodeUnpublishVolume(unpublish(scene.target()));

    process.volumes().remove(ID);

    assertThat(scene.directory()).doesNotExist();
  }

  @Test
  void removalsAreEndedInAllOtherRootsAndTheOneThatHangsIsNamed() {
    assertThat(process.volumes().finishRemovals())
        .singleElement()
        .asString()
        .contains("a look into root a-stuck", "may hang");
  }

  @Test
  void aVolumeThatIsNotFoundElsewhereMayBeThereAndIsNotSaidToBeGone() {
    LocalVolumeId unknown = LocalVolumeId.ofVolume("pvc-unknown");
    assertThatThrownBy(() -> process.volumes().remove(unknown))
        .hasMessageContaining("a-stuck")
        .hasMessageContaining("may hang");
  }

  @Test
  void whatHangsInTheOnlyRootThereIsKeepsNoLoopAndIsSeen() throws IOException {
    scene.sandbox().allow("{\"roots\":[{\"name\":\"a-stuck\",\"path\":\"FOLDER/stuck\"}]}");
    LocalSandbox.Started alone = scene.sandbox().start();

    inBackground(() -> alone.volumes().remove(ID));
    inBackground(() -> alone.volumes().enforcedBy(ID));

    Predicate<UnderWay> removal = each -> each.what().equals("the removal of " + ID);
    Predicate<UnderWay> look = each -> each.what().startsWith("a look at how " + ID);
    while (alone.beside().get().stream().noneMatch(removal)
        || alone.beside().get().stream().noneMatch(look)) {
      // The class's time limit interrupts, and nothing here would notice.
      assertThat(Thread.currentThread().isInterrupted()).as("the time is over").isFalse();
    }
  }

  /** How it ends when the root comes back does not matter. */
  private static void inBackground(Runnable call) {
    var _ = CompletableFuture.runAsync(call, task -> Thread.ofPlatform().daemon().start(task));
  }
}
