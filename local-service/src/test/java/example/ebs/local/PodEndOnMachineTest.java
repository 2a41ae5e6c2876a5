package example.ebs.local;

import static example.ebs.local.LocalRequests.INLINE;
import static example.ebs.local.LocalRequests.POD;
import static example.ebs.local.LocalRequests.inline;
import static example.ebs.local.LocalRequests.unpublish;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A pod ends whatever it did to its volume, and what is left of that is told, and ended later. */
final class PodEndOnMachineTest {
  @RegisterExtension private final LocalScene scene = new LocalScene();

  @Test
  void alsoWhereItMadeAFileImmutable() throws IOException {
    scene.node().nodePublishVolume(inline(scene.target()).build());
    Path file = Files.createFile(scene.target().resolve("fixed"));
    Shell.run("chattr", "+i", file.toString());

    scene.node().nodeUnpublishVolume(unpublish(INLINE, scene.target()));

    assertThat(scene.target()).doesNotExist();
    assertThat(scene.volumes().finishRemovals())
        .isNotEmpty()
        .allMatch(reason -> reason.contains(INLINE) && reason.contains("not permitted"));
    Shell.run("chattr", "-R", "-i", root().resolve(".trash").toString());
    assertThat(scene.volumes().finishRemovals()).isEmpty();
    assertThat(LocalVolumesOnMachineTest.leftIn(root())).isEmpty();
    assertThat(scene.volumes().emptyDirs()).isEmpty();
  }

  @Test
  void alsoWhereItsRecordIsDamagedAndThenNothingIsRemovedOnDoubt() throws IOException {
    scene.node().nodePublishVolume(inline(scene.target()).build());
    Files.writeString(scene.target().resolve("file"), "kept");
    Files.writeString(root().resolve(".records").resolve(INLINE), "half a re");

    scene.node().nodeUnpublishVolume(unpublish(INLINE, scene.target()));

    assertThat(scene.target()).doesNotExist();
    assertThat(scene.volumes().finishRemovals())
        .singleElement()
        .asString()
        .contains(INLINE)
        .contains("damaged");
    assertThat(root().resolve(POD).resolve(INLINE).resolve("file")).hasContent("kept");
  }

  private Path root() {
    return scene.sandbox().own().resolve("emptydir");
  }
}
