package example.ebs.local;

import static example.ebs.local.LocalRequests.DIRECTORY;
import static example.ebs.local.LocalRequests.ID;
import static example.ebs.local.LocalRequests.INLINE;
import static example.ebs.local.LocalRequests.POD;
import static example.ebs.local.LocalRequests.block;
import static example.ebs.local.LocalRequests.context;
import static example.ebs.local.LocalRequests.inline;
import static example.ebs.local.LocalRequests.publish;
import static example.ebs.local.LocalRequests.stats;
import static example.ebs.local.LocalRequests.unpublish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.Shell;
import example.ebs.local.model.InlineVolumeId;
import example.ebs.local.store.PodReference;
import example.ebs.proto.csi.NodeGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes that live as long as their pods, with real directories, images and mounts. */
final class EmptyDirOnMachineTest {
  private static final Map<String, String> CLAIM = context("mode", "emptyDir", "enforce", "none");
  private static final InlineVolume FOUND =
      new InlineVolume(new InlineVolumeId(INLINE), new PodReference(POD, "shop", "web-0"));

  @RegisterExtension private final LocalScene scene = new LocalScene();

  @Test
  void anInlineVolumeIsBornWithItsPodAndDiesWithIt() throws IOException {
    scene.node().nodePublishVolume(inline(scene.target()).build());
    Files.writeString(Files.createDirectory(scene.target().resolve("a")).resolve("file"), "x");
    assertThat(directory().resolve("a/file")).hasContent("x");
    assertThat(scene.volumes().emptyDirs()).containsExactly(FOUND);

    scene.node().nodeUnpublishVolume(unpublish(INLINE, scene.target()));
    scene.node().nodeUnpublishVolume(unpublish(INLINE, scene.target()));

    assertThat(scene.target()).doesNotExist();
    assertThat(scene.volumes().emptyDirs()).isEmpty();
    assertThat(LocalVolumesOnMachineTest.leftIn(scene.sandbox().own().resolve("emptydir")))
        .isEmpty();
  }

  @Test
  void theSamePodHasTheSameDirectoryAfterARestartAndAReboot() throws IOException {
    scene.node().nodePublishVolume(inline(scene.target(), "sizeLimit", "32Mi").build());
    Files.writeString(scene.target().resolve("file"), "kept");
    scene
        .sandbox()
        .start()
        .node()
        .nodePublishVolume(inline(scene.target(), "sizeLimit", "32Mi").build());
    assertThat(scene.target().resolve("file")).hasContent("kept");
    scene.sandbox().reboot();

    scene
        .sandbox()
        .start()
        .node()
        .nodePublishVolume(inline(scene.target(), "sizeLimit", "32Mi").build());

    assertThat(scene.target().resolve("file")).hasContent("kept");
  }

  @Test
  void aSizeLimitHolds() {
    scene.node().nodePublishVolume(inline(scene.target(), "sizeLimit", "32Mi").build());

    Shell.Result filled =
        Shell.result("dd", "if=/dev/zero", "of=" + scene.target() + "/full", "bs=1M", "count=64");

    assertThat(filled.output()).contains("No space left on device");
    scene.node().nodeUnpublishVolume(unpublish(INLINE, scene.target()));
    assertThat(scene.sandbox().loops()).isEmpty();
  }

  @Test
  void memoryIsATmpfsOfTheSizeThatWasAskedFor() {
    scene
        .node()
        .nodePublishVolume(inline(scene.target(), "medium", "Memory", "sizeLimit", "1Mi").build());

    assertThat(Shell.run("findmnt", "-n", "-o", "FSTYPE", scene.target().toString()))
        .isEqualTo("tmpfs");
    assertThat(Shell.run("stat", "-c", "%a", scene.target().toString())).isEqualTo("777");
    assertThat(
            scene.node().nodeGetVolumeStats(stats(INLINE, scene.target())).getUsage(0).getTotal())
        .isEqualTo(1 << 20);
    scene.node().nodeUnpublishVolume(unpublish(INLINE, scene.target()));
    assertThat(Shell.run("cat", "/proc/self/mountinfo")).doesNotContain(directory().toString());
  }

  @Test
  void aVolumeWhosePodNamesNoSizeHasTheAdministratorsAndKeepsIt() throws IOException {
    var request = inline(scene.target(), "medium", "Memory").build();
    bounded("{\"inline\": {\"sizeLimit\": \"1Mi\"}}").nodePublishVolume(request);
    scene.sandbox().reboot();

    bounded("{\"inline\": {\"maxSize\": \"4Mi\"}}").nodePublishVolume(request);

    assertThat(
            scene.node().nodeGetVolumeStats(stats(INLINE, scene.target())).getUsage(0).getTotal())
        .isEqualTo(1 << 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Memory"})
  void whatAPodAsksForBeyondTheAdministratorsBoundIsRefused(String medium) throws IOException {
    var request = inline(scene.target(), "medium", medium, "sizeLimit", "33Mi").build();
    var node = bounded("{\"inline\": {\"maxSize\": \"32Mi\"}}");

    assertThatThrownBy(() -> node.nodePublishVolume(request))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("33 MiB was asked for")
        .hasMessageContaining("32 MiB");

    assertThat(scene.target()).doesNotExist();
  }

  private NodeGrpc.NodeBlockingStub bounded(String json) throws IOException {
    scene.sandbox().allow(json);
    return scene.sandbox().start().node();
  }

  @Test
  void aClaimsDirectoryIsEmptiedWhenTheLastPodIsDoneWithIt() throws IOException {
    scene.node().nodePublishVolume(publish(scene.target(), CLAIM).build());
    scene.node().nodePublishVolume(publish(scene.second(), CLAIM).build());
    Files.writeString(scene.target().resolve("file"), "x");
    scene.node().nodeUnpublishVolume(unpublish(scene.target()));
    assertThat(scene.second().resolve("file")).hasContent("x");

    scene.node().nodeUnpublishVolume(unpublish(scene.second()));

    assertThat(scene.sandbox().root().resolve(DIRECTORY)).doesNotExist();
    scene.node().nodePublishVolume(publish(scene.target(), CLAIM).build());
    assertThat(scene.target()).isEmptyDirectory();
    scene.node().nodeUnpublishVolume(unpublish(scene.target()));
    scene.volumes().remove(ID);
  }

  @Test
  void whatItsPodLeftIsRemovedWhenItIsAskedFor() throws IOException {
    scene.node().nodePublishVolume(inline(scene.target()).build());
    assertThatThrownBy(() -> scene.volumes().removeEmptyDir(FOUND))
        .hasMessageContaining(scene.target().toString());
    Shell.run("umount", scene.target().toString());

    scene.volumes().removeEmptyDir(FOUND);

    assertThat(directory().getParent()).doesNotExist();
  }

  @Test
  void anInlineVolumeNamesNoPathAndNoOtherPod() {
    for (String key : new String[] {"path", "directory", "roots", "owner", "enforce"}) {
      assertThatThrownBy(
              () -> scene.node().nodePublishVolume(inline(scene.target(), key, "/etc").build()))
          .hasMessageContaining("INVALID_ARGUMENT")
          .hasMessageContaining(key);
    }
    assertThatThrownBy(
            () ->
                scene.node().nodePublishVolume(inline(scene.target(), "mode", "hostPath").build()))
        .hasMessageContaining("INVALID_ARGUMENT");
    assertThatThrownBy(() -> scene.node().nodePublishVolume(inline(scene.second()).build()))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("is not in the target path");
    assertThatThrownBy(
            () ->
                scene
                    .node()
                    .nodePublishVolume(
                        inline(scene.target())
                            .putVolumeContext("csi.storage.k8s.io/pod.uid", "..")
                            .build()))
        .hasMessageContaining("INVALID_ARGUMENT");
    assertThatThrownBy(
            () ->
                scene
                    .node()
                    .nodePublishVolume(inline(scene.target()).setVolumeCapability(block()).build()))
        .hasMessageContaining("INVALID_ARGUMENT");
    assertThat(scene.sandbox().own().resolve("emptydir")).doesNotExist();
  }

  @Test
  void aHandleDecidesWhatAVolumeIs() {
    assertThatThrownBy(
            () ->
                scene
                    .node()
                    .nodePublishVolume(inline(scene.target()).setVolumeId(ID.value()).build()))
        .hasMessageContaining("INVALID_ARGUMENT");
    assertThatThrownBy(
            () ->
                scene
                    .node()
                    .nodePublishVolume(publish(scene.target(), CLAIM).setVolumeId(INLINE).build()))
        .hasMessageContaining("INVALID_ARGUMENT");
  }

  private Path directory() {
    return scene.sandbox().own().resolve("emptydir").resolve(POD).resolve(INLINE);
  }
}
