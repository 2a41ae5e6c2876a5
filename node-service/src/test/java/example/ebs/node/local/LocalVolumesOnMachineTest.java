package example.ebs.node.local;

import static example.ebs.node.local.LocalRequests.DIRECTORY;
import static example.ebs.node.local.LocalRequests.ID;
import static example.ebs.node.local.LocalRequests.block;
import static example.ebs.node.local.LocalRequests.context;
import static example.ebs.node.local.LocalRequests.mount;
import static example.ebs.node.local.LocalRequests.publish;
import static example.ebs.node.local.LocalRequests.stats;
import static example.ebs.node.local.LocalRequests.unpublish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.node.RootOnly;
import example.ebs.node.Shell;
import example.ebs.proto.csi.NodeGetVolumeStatsResponse;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import example.ebs.proto.csi.VolumeUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Volumes of claims in mode hostPath, with real directories, images, devices and mounts. */
final class LocalVolumesOnMachineTest {
  private static final Map<String, String> PLAIN = context("mode", "hostPath", "enforce", "none");
  private static final Map<String, String> IMAGE = context("mode", "hostPath", "enforce", "image");

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
    target = sandbox.target(LocalRequests.POD, "data");
    second = sandbox.target("another-pod", "data");
    directory = sandbox.root().resolve(DIRECTORY);
  }

  @AfterEach
  void clean() {
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @Test
  void whatAPodWroteIsThereForTheNextOne() throws IOException {
    process.node().nodePublishVolume(publish(target, PLAIN).build());
    Files.writeString(target.resolve("file"), "kept");
    process.node().nodeUnpublishVolume(unpublish(target));
    assertThat(target).doesNotExist();
    assertThat(directory.resolve("file")).hasContent("kept");

    process.node().nodePublishVolume(publish(second, PLAIN).build());

    assertThat(second.resolve("file")).hasContent("kept");
  }

  @Test
  void publishingAndUnpublishingAgainChangesNothing() {
    for (int time = 0; time < 2; time++) {
      process.node().nodePublishVolume(publish(target, PLAIN).build());
    }
    assertThat(Shell.run("findmnt", "-n", "-o", "TARGET", target.toString()).lines()).hasSize(1);
    for (int time = 0; time < 2; time++) {
      process.node().nodeUnpublishVolume(unpublish(target));
    }
    assertThat(directory).isEmptyDirectory();
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

    process.node().nodePublishVolume(publish(target, context).build());

    assertThat(Shell.run("stat", "-c", "%u %g %a", target.toString()))
        .isEqualTo("4294967294 2000 2750");
  }

  @Test
  void aGroupThatAPodNeedsHasTheDirectory() {
    var request = publish(target, PLAIN);
    request.getVolumeCapabilityBuilder().getMountBuilder().setVolumeMountGroup("3000");

    process.node().nodePublishVolume(request.build());

    assertThat(Shell.run("stat", "-c", "%g %a", target.toString())).isEqualTo("3000 2777");
  }

  @Test
  void anImageHoldsTheVolumeToItsSizeAndNobodyElse() throws IOException {
    process.node().nodePublishVolume(publish(target, IMAGE).build());

    assertThat(target).isEmptyDirectory();
    assertThat(process.volumes().enforcedBy(ID)).contains("image");
    assertThat(fill(target).output()).contains("No space left on device");
    assertThat(Files.writeString(sandbox.root().resolve("elsewhere"), "room")).exists();
  }

  @Test
  void anImageIsMountedWhileItIsUsedAndGivenBackAfterwards() throws IOException {
    process.node().nodePublishVolume(publish(target, IMAGE).build());
    process.node().nodePublishVolume(publish(second, IMAGE).build());
    Files.writeString(target.resolve("file"), "kept");

    process.node().nodeUnpublishVolume(unpublish(target));
    assertThat(second.resolve("file")).hasContent("kept");
    assertThat(sandbox.loops().lines()).hasSize(1);
    process.node().nodeUnpublishVolume(unpublish(second));

    assertThat(sandbox.loops()).isEmpty();
    assertThat(directory).isEmptyDirectory();
    process.node().nodePublishVolume(publish(target, IMAGE).build());
    assertThat(target.resolve("file")).hasContent("kept");
  }

  @Test
  void aCrashBetweenTheMountAndItsNoteIsMadeGood() throws IOException {
    process.node().nodePublishVolume(publish(target, IMAGE).build());
    Files.writeString(target.resolve("file"), "kept");
    String beneath =
        Shell.run(
            "unshare",
            "-m",
            "sh",
            "-c",
            "umount \"$0\" && stat -c %i \"$0\"",
            directory.toString());
    Path record = sandbox.root().resolve(".records/" + ID);
    String ready = Files.readString(record);
    Files.writeString(record, ready.replace("stage=ready", "stage=claimed " + beneath));

    sandbox.start().node().nodePublishVolume(publish(second, IMAGE).build());

    assertThat(second.resolve("file")).hasContent("kept");
    assertThat(record).hasContent(ready);
    process.node().nodeUnpublishVolume(unpublish(target));
    process.node().nodeUnpublishVolume(unpublish(second));
    assertThat(sandbox.loops()).isEmpty();
  }

  @Test
  void whatCannotBeDeletedHoldsUpNoOtherVolume() throws IOException {
    process.node().nodePublishVolume(publish(target, PLAIN).build());
    process.node().nodeUnpublishVolume(unpublish(target));
    Path others = Files.createDirectories(sandbox.root().resolve(".trash/local-another.x"));
    Shell.run("chmod", "700", sandbox.root().resolve(".trash").toString());
    Files.createFile(others.resolve("stuck"));
    Shell.run("chattr", "+i", others.resolve("stuck").toString());

    process.volumes().remove(ID);

    assertThat(sandbox.root().resolve(".records").toFile().list()).isEmpty();
    assertThat(others.resolve("stuck")).exists();
  }

  @Test
  void anImageIsMountedAgainAfterAReboot() throws IOException {
    process.node().nodePublishVolume(publish(target, IMAGE).build());
    Files.writeString(target.resolve("file"), "kept");
    sandbox.reboot();

    sandbox.start().node().nodePublishVolume(publish(target, IMAGE).build());

    assertThat(target.resolve("file")).hasContent("kept");
  }

  @Test
  void anImageThatIsNoLongerOneIsNeverFormattedAgain() throws IOException {
    process.node().nodePublishVolume(publish(target, IMAGE).build());
    process.node().nodeUnpublishVolume(unpublish(target));
    Path image = sandbox.root().resolve(".images/" + ID + ".img");
    Shell.run("truncate", "-s", "0", image.toString());
    Shell.run("truncate", "-s", "32M", image.toString());

    assertThatThrownBy(() -> process.node().nodePublishVolume(publish(target, IMAGE).build()))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("holds nothing, though it was in use");
  }

  @Test
  void aRawDeviceKeepsWhatWasWrittenToIt() throws IOException {
    var request = publish(target, IMAGE).setVolumeCapability(block()).build();
    process.node().nodePublishVolume(request);
    process.node().nodePublishVolume(request);
    assertThat(Shell.run("blockdev", "--getsize64", target.toString())).isEqualTo("33554432");
    Shell.run("sh", "-c", "printf hello | dd of=" + target + " conv=notrunc status=none");
    process.node().nodeUnpublishVolume(unpublish(target));
    assertThat(sandbox.loops()).isEmpty();
    sandbox.reboot();

    process.node().nodePublishVolume(request);

    assertThat(Shell.run("head", "-c", "5", target.toString())).isEqualTo("hello");
    assertThat(process.volumes().enforcedBy(ID)).contains("device");
  }

  @Test
  void aVolumeIsARawDeviceOrADirectoryForGood() {
    process.node().nodePublishVolume(publish(target, IMAGE).setVolumeCapability(block()).build());

    assertThatThrownBy(() -> process.node().nodePublishVolume(publish(second, IMAGE).build()))
        .hasMessageContaining("ALREADY_EXISTS");
  }

  @Test
  void aReadOnlyVolumeCannotBeWrittenTo() {
    process.node().nodePublishVolume(publish(target, PLAIN).setReadonly(true).build());
    process
        .node()
        .nodePublishVolume(
            publish(second, PLAIN).setVolumeCapability(mount(Mode.MULTI_NODE_READER_ONLY)).build());

    assertThat(Shell.result("touch", target + "/file").output()).contains("Read-only");
    assertThat(Shell.result("touch", second + "/file").output()).contains("Read-only");
  }

  @Test
  void anExclusiveVolumeIsAtOneTargetOnly() {
    var exclusive = mount(Mode.SINGLE_NODE_SINGLE_WRITER);
    process.node().nodePublishVolume(publish(target, PLAIN).setVolumeCapability(exclusive).build());

    assertThatThrownBy(
            () ->
                process
                    .node()
                    .nodePublishVolume(
                        publish(second, PLAIN).setVolumeCapability(exclusive).build()))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining(target.toString());
    assertThat(second).doesNotExist();
  }

  @Test
  void aMountedVolumeIsNotRemovedAndAnUnmountedOneWholly() throws IOException {
    process.node().nodePublishVolume(publish(target, IMAGE).build());
    Files.writeString(target.resolve("file"), "x");
    assertThatThrownBy(() -> process.volumes().remove(ID))
        .isInstanceOf(Failure.InUse.class)
        .hasMessageContaining(target.toString());
    assertThat(target.resolve("file")).exists();
    process.node().nodeUnpublishVolume(unpublish(target));

    process.volumes().remove(ID);
    process.volumes().remove(ID);

    assertThat(leftIn(sandbox.root())).isEmpty();
  }

  @Test
  void aPartOfAVolumeThatIsMountedKeepsItAsWell() throws IOException {
    process.node().nodePublishVolume(publish(target, PLAIN).build());
    Path part = Files.createDirectories(target.resolve("deep/part"));
    Path subPath = Files.createDirectories(sandbox.kubelet().resolve("subpath"));
    Shell.run("mount", "--bind", part.toString(), subPath.toString());
    process.node().nodeUnpublishVolume(unpublish(target));

    assertThatThrownBy(() -> process.volumes().remove(ID))
        .isInstanceOf(Failure.InUse.class)
        .hasMessageContaining(subPath.toString());
  }

  @Test
  void theUsageOfAnImageIsItsFilesystems() throws IOException {
    process.node().nodePublishVolume(publish(target, IMAGE).build());
    Files.write(target.resolve("file"), new byte[4 << 20]);

    NodeGetVolumeStatsResponse usage = process.node().nodeGetVolumeStats(stats(ID.value(), target));

    VolumeUsage bytes = usage.getUsage(0);
    assertThat(bytes.getTotal()).isBetween(16L << 20, 32L << 20);
    assertThat(bytes.getUsed()).isGreaterThanOrEqualTo(4 << 20);
    assertThat(usage.getUsage(1).getUnit()).isEqualTo(VolumeUsage.Unit.INODES);
  }

  @Test
  void theUsageOfADirectoryIsWhatItHoldsItself() throws IOException {
    process.node().nodePublishVolume(publish(target, PLAIN).build());
    Files.write(Files.createDirectories(target.resolve("a/b")).resolve("file"), new byte[1000]);
    Files.createSymbolicLink(target.resolve("link"), Path.of("/"));

    VolumeUsage bytes = process.node().nodeGetVolumeStats(stats(ID.value(), target)).getUsage(0);

    assertThat(bytes.getUsed()).isEqualTo(1000);
    assertThat(bytes.getTotal()).isEqualTo(sandbox.root().toFile().getTotalSpace());
  }

  @Test
  void nothingIsSaidOfAVolumeThatIsNotThere() {
    assertThatThrownBy(() -> process.node().nodeGetVolumeStats(stats(ID.value(), target)))
        .hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(
            () -> process.node().nodeGetVolumeStats(stats(ID.value(), Path.of("some/path"))))
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
