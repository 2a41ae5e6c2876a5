package example.ebs.local;

import static example.ebs.local.LocalRequests.ID;
import static example.ebs.local.LocalRequests.block;
import static example.ebs.local.LocalRequests.context;
import static example.ebs.local.LocalRequests.mount;
import static example.ebs.local.LocalRequests.publish;
import static example.ebs.local.LocalRequests.stats;
import static example.ebs.local.LocalRequests.unpublish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.Shell;
import example.ebs.proto.csi.NodeGetVolumeStatsResponse;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import example.ebs.proto.csi.VolumeUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Volumes of claims in mode hostPath, with real directories, images, devices and mounts. */
final class LocalVolumesOnMachineTest {
  private static final Map<String, String> PLAIN = context("mode", "hostPath", "enforce", "none");
  private static final Map<String, String> IMAGE = context("mode", "hostPath", "enforce", "image");

  @RegisterExtension private final LocalScene scene = new LocalScene();

  @Test
  void whatAPodWroteIsThereForTheNextOne() throws IOException {
    scene.node().nodePublishVolume(publish(scene.target(), PLAIN).build());
    Files.writeString(scene.target().resolve("file"), "kept");
    scene.node().nodeUnpublishVolume(unpublish(scene.target()));
    assertThat(scene.target()).doesNotExist();
    assertThat(scene.directory().resolve("file")).hasContent("kept");

    scene.node().nodePublishVolume(publish(scene.second(), PLAIN).build());

    assertThat(scene.second().resolve("file")).hasContent("kept");
  }

  @Test
  void publishingAndUnpublishingAgainChangesNothing() {
    for (int time = 0; time < 2; time++) {
      scene.node().nodePublishVolume(publish(scene.target(), PLAIN).build());
    }
    assertThat(Shell.run("findmnt", "-n", "-o", "TARGET", scene.target().toString()).lines())
        .hasSize(1);
    for (int time = 0; time < 2; time++) {
      scene.node().nodeUnpublishVolume(unpublish(scene.target()));
    }
    assertThat(scene.directory()).isEmptyDirectory();
  }

  @Test
  void aDirectoryHasTheOwnerAndPermissionsOfItsClass() throws IOException {
    Map<String, String> context =
        context(
            "mode",
            "hostPath",
            "enforce",
            "none",
            "owner",
            "4294967294",
            "group",
            "2000",
            "permissions",
            "2750");

    scene.node().nodePublishVolume(publish(scene.target(), context).build());

    assertThat(Shell.run("stat", "-c", "%u %g %a", scene.target().toString()))
        .isEqualTo("4294967294 2000 2750");
  }

  @Test
  void aGroupThatAPodNeedsHasTheDirectory() {
    var request = publish(scene.target(), PLAIN);
    request.getVolumeCapabilityBuilder().getMountBuilder().setVolumeMountGroup("3000");

    scene.node().nodePublishVolume(request.build());

    assertThat(Shell.run("stat", "-c", "%g %a", scene.target().toString())).isEqualTo("3000 2777");
  }

  @Test
  void anImageHoldsTheVolumeToItsSizeAndNobodyElse() throws IOException {
    scene.node().nodePublishVolume(publish(scene.target(), IMAGE).build());

    assertThat(scene.target()).isEmptyDirectory();
    assertThat(scene.volumes().enforcedBy(ID)).contains("image");
    assertThat(fill(scene.target()).output()).contains("No space left on device");
    assertThat(Files.writeString(scene.sandbox().root().resolve("elsewhere"), "room")).exists();
  }

  @Test
  void anImageIsMountedWhileItIsUsedAndGivenBackAfterwards() throws IOException {
    scene.node().nodePublishVolume(publish(scene.target(), IMAGE).build());
    scene.node().nodePublishVolume(publish(scene.second(), IMAGE).build());
    Files.writeString(scene.target().resolve("file"), "kept");

    scene.node().nodeUnpublishVolume(unpublish(scene.target()));
    assertThat(scene.second().resolve("file")).hasContent("kept");
    assertThat(scene.sandbox().loops().lines()).hasSize(1);
    scene.node().nodeUnpublishVolume(unpublish(scene.second()));

    assertThat(scene.sandbox().loops()).isEmpty();
    assertThat(scene.directory()).isEmptyDirectory();
    scene.node().nodePublishVolume(publish(scene.target(), IMAGE).build());
    assertThat(scene.target().resolve("file")).hasContent("kept");
  }

  @Test
  void aRawDeviceKeepsWhatWasWrittenToIt() throws IOException {
    var request = publish(scene.target(), IMAGE).setVolumeCapability(block()).build();
    scene.node().nodePublishVolume(request);
    scene.node().nodePublishVolume(request);
    assertThat(Shell.run("blockdev", "--getsize64", scene.target().toString()))
        .isEqualTo("33554432");
    Shell.run("sh", "-c", "printf hello | dd of=" + scene.target() + " conv=notrunc status=none");
    scene.node().nodeUnpublishVolume(unpublish(scene.target()));
    assertThat(scene.sandbox().loops()).isEmpty();
    scene.sandbox().reboot();

    scene.node().nodePublishVolume(request);

    assertThat(Shell.run("head", "-c", "5", scene.target().toString())).isEqualTo("hello");
    assertThat(scene.volumes().enforcedBy(ID)).contains("device");
  }

  @Test
  void aVolumeIsARawDeviceOrADirectoryForGood() {
    scene
        .node()
        .nodePublishVolume(publish(scene.target(), IMAGE).setVolumeCapability(block()).build());

    assertThatThrownBy(() -> scene.node().nodePublishVolume(publish(scene.second(), IMAGE).build()))
        .hasMessageContaining("ALREADY_EXISTS");
  }

  @Test
  void aReadOnlyVolumeCannotBeWrittenTo() {
    scene.node().nodePublishVolume(publish(scene.target(), PLAIN).setReadonly(true).build());
    scene
        .node()
        .nodePublishVolume(
            publish(scene.second(), PLAIN)
                .setVolumeCapability(mount(Mode.MULTI_NODE_READER_ONLY))
                .build());

    assertThat(Shell.result("touch", scene.target() + "/file").output()).contains("Read-only");
    assertThat(Shell.result("touch", scene.second() + "/file").output()).contains("Read-only");
  }

  @Test
  void anExclusiveVolumeIsAtOneTargetOnly() {
    var exclusive = mount(Mode.SINGLE_NODE_SINGLE_WRITER);
    scene
        .node()
        .nodePublishVolume(publish(scene.target(), PLAIN).setVolumeCapability(exclusive).build());

    assertThatThrownBy(
            () ->
                scene
                    .node()
                    .nodePublishVolume(
                        publish(scene.second(), PLAIN).setVolumeCapability(exclusive).build()))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining(scene.target().toString());
    assertThat(scene.second()).doesNotExist();
  }

  @Test
  void theUsageOfAnImageIsItsFilesystems() throws IOException {
    scene.node().nodePublishVolume(publish(scene.target(), IMAGE).build());
    Files.write(scene.target().resolve("file"), new byte[4 << 20]);

    NodeGetVolumeStatsResponse usage =
        scene.node().nodeGetVolumeStats(stats(ID.value(), scene.target()));

    VolumeUsage bytes = usage.getUsage(0);
    assertThat(bytes.getTotal()).isBetween(16L << 20, 32L << 20);
    assertThat(bytes.getUsed()).isGreaterThanOrEqualTo(4 << 20);
    assertThat(usage.getUsage(1).getUnit()).isEqualTo(VolumeUsage.Unit.INODES);
  }

  @Test
  void theUsageOfADirectoryIsWhatItHoldsItself() throws IOException {
    scene.node().nodePublishVolume(publish(scene.target(), PLAIN).build());
    Files.write(
        Files.createDirectories(scene.target().resolve("a/b")).resolve("file"), new byte[1000]);
    Files.createSymbolicLink(scene.target().resolve("link"), Path.of("/"));

    VolumeUsage bytes =
        scene.node().nodeGetVolumeStats(stats(ID.value(), scene.target())).getUsage(0);

    assertThat(bytes.getUsed()).isEqualTo(1000);
    assertThat(bytes.getTotal()).isEqualTo(scene.sandbox().root().toFile().getTotalSpace());
  }

  @Test
  void nothingIsSaidOfAVolumeThatIsNotThere() {
    assertThatThrownBy(() -> scene.node().nodeGetVolumeStats(stats(ID.value(), scene.target())))
        .hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(
            () -> scene.node().nodeGetVolumeStats(stats(ID.value(), Path.of("some/path"))))
        .hasMessageContaining("NOT_FOUND");
  }

  private static Shell.Result fill(Path folder) {
    return Shell.result(
        "dd", "if=/dev/zero", "of=" + folder + "/full", "bs=1M", "count=64", "status=none");
  }

  /** What is beside and in the driver's own folders. */
  static String leftIn(Path root) {
    return Shell.run("find", root.toString(), "-mindepth", "1", "-not", "-name", ".*");
  }
}
