package example.ebs.node.local;

import static example.ebs.node.local.LocalRequests.DIRECTORY;
import static example.ebs.node.local.LocalRequests.ID;
import static example.ebs.node.local.LocalRequests.INLINE;
import static example.ebs.node.local.LocalRequests.POD;
import static example.ebs.node.local.LocalRequests.block;
import static example.ebs.node.local.LocalRequests.context;
import static example.ebs.node.local.LocalRequests.inline;
import static example.ebs.node.local.LocalRequests.publish;
import static example.ebs.node.local.LocalRequests.stats;
import static example.ebs.node.local.LocalRequests.unpublish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.local.InlineVolumeId;
import example.ebs.node.RootOnly;
import example.ebs.node.Shell;
import example.ebs.node.local.store.PodReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Volumes that live as long as their pods, with real directories, images and mounts. */
final class EmptyDirOnMachineTest {
  private static final Map<String, String> CLAIM = context("mode", "emptyDir", "enforce", "none");
  private static final InlineVolume FOUND =
      new InlineVolume(new InlineVolumeId(INLINE), new PodReference(POD, "shop", "web-0"));

  private LocalSandbox sandbox;
  private LocalSandbox.Started process;
  private Path target;
  private Path second;
  private Path directory;

  @BeforeEach
  void prepare() throws IOException {
    RootOnly.require();
    sandbox = new LocalSandbox();
    process = sandbox.start();
    target = sandbox.target(POD, "scratch");
    second = sandbox.target("another-pod", "scratch");
    directory = sandbox.own().resolve("emptydir").resolve(POD).resolve(INLINE);
  }

  @AfterEach
  void clean() {
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @Test
  void anInlineVolumeIsBornWithItsPodAndDiesWithIt() throws IOException {
    process.node().nodePublishVolume(inline(target).build());
    Files.writeString(Files.createDirectory(target.resolve("a")).resolve("file"), "x");
    assertThat(directory.resolve("a/file")).hasContent("x");
    assertThat(process.volumes().emptyDirs()).containsExactly(FOUND);

    process.node().nodeUnpublishVolume(unpublish(INLINE, target));
    process.node().nodeUnpublishVolume(unpublish(INLINE, target));

    assertThat(target).doesNotExist();
    assertThat(process.volumes().emptyDirs()).isEmpty();
    assertThat(LocalVolumesOnMachineTest.leftIn(sandbox.own().resolve("emptydir"))).isEmpty();
  }

  @Test
  void theSamePodHasTheSameDirectoryAfterARestartAndAReboot() throws IOException {
    process.node().nodePublishVolume(inline(target, "sizeLimit", "32Mi").build());
    Files.writeString(target.resolve("file"), "kept");
    sandbox.start().node().nodePublishVolume(inline(target, "sizeLimit", "32Mi").build());
    assertThat(target.resolve("file")).hasContent("kept");
    sandbox.reboot();

    sandbox.start().node().nodePublishVolume(inline(target, "sizeLimit", "32Mi").build());

    assertThat(target.resolve("file")).hasContent("kept");
  }

  @Test
  void aSizeLimitHolds() {
    process.node().nodePublishVolume(inline(target, "sizeLimit", "32Mi").build());

    Shell.Result filled =
        Shell.result("dd", "if=/dev/zero", "of=" + target + "/full", "bs=1M", "count=64");

    assertThat(filled.output()).contains("No space left on device");
    process.node().nodeUnpublishVolume(unpublish(INLINE, target));
    assertThat(sandbox.loops()).isEmpty();
  }

  @Test
  void memoryIsATmpfsOfTheSizeThatWasAskedFor() {
    process
        .node()
        .nodePublishVolume(inline(target, "medium", "Memory", "sizeLimit", "1Mi").build());

    assertThat(Shell.run("findmnt", "-n", "-o", "FSTYPE", target.toString())).isEqualTo("tmpfs");
    assertThat(Shell.run("stat", "-c", "%a", target.toString())).isEqualTo("777");
    assertThat(process.node().nodeGetVolumeStats(stats(INLINE, target)).getUsage(0).getTotal())
        .isEqualTo(1 << 20);
    process.node().nodeUnpublishVolume(unpublish(INLINE, target));
    assertThat(Shell.run("cat", "/proc/self/mountinfo")).doesNotContain(directory.toString());
  }

  @Test
  void aClaimsDirectoryIsEmptiedWhenTheLastPodIsDoneWithIt() throws IOException {
    process.node().nodePublishVolume(publish(target, CLAIM).build());
    process.node().nodePublishVolume(publish(second, CLAIM).build());
    Files.writeString(target.resolve("file"), "x");
    process.node().nodeUnpublishVolume(unpublish(target));
    assertThat(second.resolve("file")).hasContent("x");

    process.node().nodeUnpublishVolume(unpublish(second));

    assertThat(sandbox.root().resolve(DIRECTORY)).doesNotExist();
    process.node().nodePublishVolume(publish(target, CLAIM).build());
    assertThat(target).isEmptyDirectory();
    process.node().nodeUnpublishVolume(unpublish(target));
    process.volumes().remove(ID);
  }

  @Test
  void whatItsPodLeftIsRemovedWhenItIsAskedFor() throws IOException {
    process.node().nodePublishVolume(inline(target).build());
    assertThatThrownBy(() -> process.volumes().removeEmptyDir(FOUND))
        .hasMessageContaining(target.toString());
    Shell.run("umount", target.toString());

    process.volumes().removeEmptyDir(FOUND);

    assertThat(directory.getParent()).doesNotExist();
  }

  @Test
  void anInlineVolumeNamesNoPathAndNoOtherPod() {
    for (String key : new String[] {"path", "directory", "roots", "owner", "enforce"}) {
      assertThatThrownBy(
              () -> process.node().nodePublishVolume(inline(target, key, "/etc").build()))
          .hasMessageContaining("INVALID_ARGUMENT")
          .hasMessageContaining(key);
    }
    assertThatThrownBy(
            () -> process.node().nodePublishVolume(inline(target, "mode", "hostPath").build()))
        .hasMessageContaining("INVALID_ARGUMENT");
    assertThatThrownBy(() -> process.node().nodePublishVolume(inline(second).build()))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("is not in the target path");
    assertThatThrownBy(
            () ->
                process
                    .node()
                    .nodePublishVolume(
                        inline(target)
                            .putVolumeContext("csi.storage.k8s.io/pod.uid", "..")
                            .build()))
        .hasMessageContaining("INVALID_ARGUMENT");
    assertThatThrownBy(
            () ->
                process
                    .node()
                    .nodePublishVolume(inline(target).setVolumeCapability(block()).build()))
        .hasMessageContaining("INVALID_ARGUMENT");
    assertThat(sandbox.own().resolve("emptydir")).doesNotExist();
  }

  @Test
  void aHandleDecidesWhatAVolumeIs() {
    assertThatThrownBy(
            () -> process.node().nodePublishVolume(inline(target).setVolumeId(ID.value()).build()))
        .hasMessageContaining("INVALID_ARGUMENT");
    assertThatThrownBy(
            () ->
                process
                    .node()
                    .nodePublishVolume(publish(target, CLAIM).setVolumeId(INLINE).build()))
        .hasMessageContaining("INVALID_ARGUMENT");
  }
}
