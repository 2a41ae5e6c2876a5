package example.ebs.local;

import static example.ebs.local.LocalRequests.ID;
import static example.ebs.local.LocalRequests.context;
import static example.ebs.local.LocalRequests.publish;
import static example.ebs.local.LocalRequests.unpublish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.Shell;
import example.ebs.csi.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a crash, a reboot or a mount of somebody else's leaves of a volume, and what comes of it.
 */
final class LocalCrashesOnMachineTest {
  private static final Map<String, String> PLAIN = context("mode", "hostPath", "enforce", "none");
  private static final Map<String, String> IMAGE = context("mode", "hostPath", "enforce", "image");

  @RegisterExtension private final LocalScene scene = new LocalScene();

  @Test
  void aCrashBetweenTheMountAndItsNoteIsMadeGood() throws IOException {
    scene.node().nodePublishVolume(publish(scene.target(), IMAGE).build());
    Files.writeString(scene.target().resolve("file"), "kept");
    String beneath =
        Shell.run(
            "unshare",
            "-m",
            "sh",
            "-c",
            "umount \"$0\" && stat -c %i \"$0\"",
            scene.directory().toString());
    Path record = scene.sandbox().root().resolve(".records/" + ID);
    String ready = Files.readString(record);
    Files.writeString(record, ready.replace("stage=ready", "stage=claimed " + beneath));

    scene.sandbox().start().node().nodePublishVolume(publish(scene.second(), IMAGE).build());

    assertThat(scene.second().resolve("file")).hasContent("kept");
    assertThat(record).hasContent(ready);
    scene.node().nodeUnpublishVolume(unpublish(scene.target()));
    scene.node().nodeUnpublishVolume(unpublish(scene.second()));
    assertThat(scene.sandbox().loops()).isEmpty();
  }

  @Test
  void whatCannotBeDeletedHoldsUpNoOtherVolume() throws IOException {
    scene.node().nodePublishVolume(publish(scene.target(), PLAIN).build());
    scene.node().nodeUnpublishVolume(unpublish(scene.target()));
    Path others = Files.createDirectories(scene.sandbox().root().resolve(".trash/local-another.x"));
    Shell.run("chmod", "700", scene.sandbox().root().resolve(".trash").toString());
    Files.createFile(others.resolve("stuck"));
    Shell.run("chattr", "+i", others.resolve("stuck").toString());

    scene.volumes().remove(ID);

    assertThat(scene.sandbox().root().resolve(".records").toFile().list()).isEmpty();
    assertThat(others.resolve("stuck")).exists();
  }

  @Test
  void aRecordThatWasHalfWrittenIsRemovedLaterAndTheWholeOneStays() throws IOException {
    scene.node().nodePublishVolume(publish(scene.target(), PLAIN).build());
    Path records = scene.sandbox().root().resolve(".records");
    Files.writeString(records.resolve(".new-" + ID), "half");

    assertThat(scene.volumes().finishRemovals()).isEmpty();

    assertThat(records.toFile().list()).containsExactly(ID.value());
  }

  @Test
  void anImageIsMountedAgainAfterAReboot() throws IOException {
    scene.node().nodePublishVolume(publish(scene.target(), IMAGE).build());
    Files.writeString(scene.target().resolve("file"), "kept");
    scene.sandbox().reboot();

    scene.sandbox().start().node().nodePublishVolume(publish(scene.target(), IMAGE).build());

    assertThat(scene.target().resolve("file")).hasContent("kept");
  }

  @Test
  void anImageThatIsNoLongerOneIsNeverFormattedAgain() throws IOException {
    scene.node().nodePublishVolume(publish(scene.target(), IMAGE).build());
    scene.node().nodeUnpublishVolume(unpublish(scene.target()));
    Path image = scene.sandbox().root().resolve(".images/" + ID + ".img");
    Shell.run("truncate", "-s", "0", image.toString());
    Shell.run("truncate", "-s", "32M", image.toString());

    assertThatThrownBy(() -> scene.node().nodePublishVolume(publish(scene.target(), IMAGE).build()))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("holds nothing, though it was in use");
  }

  @Test
  void aPartOfAVolumeThatIsMountedKeepsItAsWell() throws IOException {
    scene.node().nodePublishVolume(publish(scene.target(), PLAIN).build());
    Path part = Files.createDirectories(scene.target().resolve("deep/part"));
    Path subPath = Files.createDirectories(scene.sandbox().kubelet().resolve("subpath"));
    Shell.run("mount", "--bind", part.toString(), subPath.toString());
    scene.node().nodeUnpublishVolume(unpublish(scene.target()));

    assertThatThrownBy(() -> scene.volumes().remove(ID))
        .isInstanceOf(Failure.InUse.class)
        .hasMessageContaining(subPath.toString());
  }

  @Test
  void aMountedVolumeIsNotRemovedAndAnUnmountedOneWholly() throws IOException {
    scene.node().nodePublishVolume(publish(scene.target(), IMAGE).build());
    Files.writeString(scene.target().resolve("file"), "x");
    assertThatThrownBy(() -> scene.volumes().remove(ID))
        .isInstanceOf(Failure.InUse.class)
        .hasMessageContaining(scene.target().toString());
    assertThat(scene.target().resolve("file")).exists();
    scene.node().nodeUnpublishVolume(unpublish(scene.target()));

    scene.volumes().remove(ID);
    scene.volumes().remove(ID);

    assertThat(LocalVolumesOnMachineTest.leftIn(scene.sandbox().root())).isEmpty();
  }
}
