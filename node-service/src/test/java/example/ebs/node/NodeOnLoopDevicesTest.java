package example.ebs.node;

import static example.ebs.node.Requests.mount;
import static example.ebs.node.Requests.publish;
import static example.ebs.node.Requests.stage;
import static example.ebs.node.Requests.unpublish;
import static example.ebs.node.Requests.unstage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.Shell;
import example.ebs.linux.LoopVolume;
import example.ebs.linux.RootOnly;
import example.ebs.proto.csi.NodePublishVolumeRequest;
import example.ebs.proto.csi.NodeStageVolumeRequest;
import example.ebs.proto.csi.VolumeCapability;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole service with real devices, filesystems and mounts. */
final class NodeOnLoopDevicesTest {
  /** What the service makes for devices without a node. */
  private static final Path OWN_NODES = Path.of("/run/ebs.example/devices");

  private Sandbox sandbox;
  private Path staging;
  private Path target;

  @BeforeEach
  void prepare() throws IOException {
    RootOnly.require();
    sandbox = new Sandbox();
    staging = sandbox.made("staging");
    target = sandbox.made("pods/web").resolve("target");
  }

  @AfterEach
  void clean() {
    if (sandbox != null) {
      sandbox.close();
      Shell.result("rmdir", "-p", "--ignore-fail-on-non-empty", OWN_NODES.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"ext4, 64", "xfs, 320"})
  void whatAWorkloadWroteIsThereWhenTheVolumeIsStagedAgain(String filesystem, long mebibytes)
      throws IOException {
    RootOnly.requireTool("mkfs." + filesystem);
    sandbox.attach(Requests.VOLUME, mebibytes);
    VolumeCapability capability = mount(filesystem);

    stageAndPublish(capability);
    Files.writeString(target.resolve("file"), "kept");
    sandbox.node().nodeUnpublishVolume(unpublish(target));
    assertThat(target).doesNotExist();
    sandbox.node().nodeUnstageVolume(unstage(staging));
    assertThat(staging).isEmptyDirectory();

    stageAndPublish(capability);
    assertThat(target.resolve("file")).content().isEqualTo("kept");
    sandbox.node().nodeUnpublishVolume(unpublish(target));
    sandbox.node().nodeUnstageVolume(unstage(staging));
  }

  @ParameterizedTest
  @CsvSource({"ext2, ext2", "ext2, ''", "ext3, ext3", "ext3, ''"})
  void anOlderExtThatSomebodyMadeIsServedAsWhatItIs(String made, String asked) throws IOException {
    RootOnly.requireTool("mkfs." + made);
    LoopVolume volume = sandbox.attach(Requests.VOLUME, 64);
    Shell.run("mkfs." + made, "-q", "-F", volume.device().toString());
    VolumeCapability capability = mount(asked);

    stageAndPublish(capability);
    stageAndPublish(capability);
    Files.writeString(target.resolve("file"), "kept");
    assertThat(Shell.run("findmnt", "-no", "FSTYPE", target.toString())).isEqualTo(made);

    sandbox.node().nodeUnpublishVolume(unpublish(target));
    sandbox.node().nodeUnstageVolume(unstage(staging));
    refuses(() -> sandbox.node().nodeStageVolume(stage(staging, mount("xfs"))), "left alone");
  }

  @Test
  void aBtrfsIsRefusedAndLeftAlone() throws IOException {
    RootOnly.requireTool("mkfs.btrfs");
    LoopVolume volume = sandbox.attach(Requests.VOLUME, 128);
    Shell.run("mkfs.btrfs", "-q", volume.device().toString());

    refuses(() -> sandbox.node().nodeStageVolume(stage(staging, mount(""))), "btrfs");
  }

  @Test
  void readOnlyForOneWorkloadLeavesTheOtherWriting() throws IOException {
    sandbox.attach(Requests.VOLUME, 64);
    VolumeCapability capability = mount("ext4", "nosuid", "noatime");
    stageAndPublish(capability);
    Path reader = target.resolveSibling("reader");
    NodePublishVolumeRequest request =
        publish(staging, reader, capability).toBuilder().setReadonly(true).build();
    sandbox.node().nodePublishVolume(request);
    sandbox.node().nodePublishVolume(request);

    Files.writeString(target.resolve("file"), "written");
    assertThat(reader.resolve("file")).content().isEqualTo("written");
    assertThatThrownBy(() -> Files.writeString(reader.resolve("file"), "no"))
        .hasMessageContaining("Read-only");
    assertThat(Shell.run("findmnt", "-no", "OPTIONS", reader.toString()))
        .startsWith("ro,nosuid,noatime");
  }

  @Test
  void aVolumeInUseIsNotUnstagedAndIsUnharmed() throws IOException {
    sandbox.attach(Requests.VOLUME, 64);
    stageAndPublish(mount("ext4"));
    Path file = Files.writeString(target.resolve("file"), "kept");

    try (InputStream _ = Files.newInputStream(file)) {
      refuses(() -> sandbox.node().nodeUnpublishVolume(unpublish(target)), "in use");
      refuses(() -> sandbox.node().nodeUnstageVolume(unstage(staging)), target.toString());
    }
    sandbox.node().nodeUnpublishVolume(unpublish(target));
    sandbox.node().nodeUnstageVolume(unstage(staging));
  }

  @Test
  void mountsOnTopOfEachOtherAreAllUndone() throws IOException {
    sandbox.attach(Requests.VOLUME, 64);
    stageAndPublish(mount("ext4"));
    Shell.run("mount", "--bind", staging.toString(), target.toString());

    sandbox.node().nodeUnpublishVolume(unpublish(target));

    assertThat(target).doesNotExist();
  }

  @Test
  void aMountWhoseDeviceIsBrokenCanStillBeUndone() throws IOException {
    LoopVolume volume = sandbox.attach(Requests.VOLUME, 64);
    stageAndPublish(mount("ext4"));
    Shell.run("truncate", "-s", "0", volume.image().toString());
    Shell.run("sh", "-c", "echo 2 > /proc/sys/vm/drop_caches");

    sandbox.node().nodeUnpublishVolume(unpublish(target));
    sandbox.node().nodeUnstageVolume(unstage(staging));

    assertThat(target).doesNotExist();
    assertThat(Shell.run("cat", "/proc/self/mountinfo")).doesNotContain(staging.toString());
  }

  @Test
  void aStagingPathIsNotUnpublishedWhileAWorkloadHasTheVolume() throws IOException {
    sandbox.attach(Requests.VOLUME, 64);
    stageAndPublish(mount("ext4"));

    refuses(() -> sandbox.node().nodeUnpublishVolume(unpublish(staging)), target.toString());

    sandbox.node().nodeUnpublishVolume(unpublish(target));
    sandbox.node().nodeUnstageVolume(unstage(staging));
  }

  @ParameterizedTest
  @CsvSource({"ext4, 64", "xfs, 320"})
  void onlyAWholeFilesystemIsPublished(String filesystem, long mebibytes) throws IOException {
    RootOnly.requireTool("mkfs." + filesystem);
    sandbox.attach(Requests.VOLUME, mebibytes);
    VolumeCapability capability = mount(filesystem);
    sandbox.node().nodeStageVolume(stage(staging, capability));
    Path folder = Files.createDirectory(staging.resolve("folder"));
    Path part = sandbox.made("part");
    Shell.run("mount", "--bind", folder.toString(), part.toString());

    refuses(
        () -> sandbox.node().nodePublishVolume(publish(part, target, capability)), "not all of it");
    assertThat(target).doesNotExist();
  }

  @Test
  void anOptionOfXfsIsWrongForExt4LikeAnyOther() throws IOException {
    sandbox.attach(Requests.VOLUME, 64);

    assertThatThrownBy(
            () -> sandbox.node().nodeStageVolume(stage(staging, mount("ext4", "nouuid"))))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("mount options (not shown)");
  }

  @Test
  void whatSomebodyElseMountedStays() throws IOException {
    sandbox.attach(Requests.VOLUME, 64);
    Files.createDirectory(target);
    for (Path path : List.of(staging, target)) {
      Shell.run("mount", "-t", "tmpfs", "tmpfs", path.toString());
    }

    refuses(() -> sandbox.node().nodeUnpublishVolume(unpublish(target)), "tmpfs");
    refuses(() -> sandbox.node().nodeUnstageVolume(unstage(staging)), "tmpfs");

    assertThat(Shell.run("findmnt", "-no", "FSTYPE", target.toString())).isEqualTo("tmpfs");
    assertThat(Shell.run("findmnt", "-no", "FSTYPE", staging.toString())).isEqualTo("tmpfs");
  }

  @Test
  void whatSomebodyElseWroteIsNeverFormatted() throws IOException {
    LoopVolume volume = sandbox.attach(Requests.VOLUME, 64);
    Shell.run("mkswap", volume.device().toString());
    byte[] before = Files.readAllBytes(volume.image());

    refuses(() -> sandbox.node().nodeStageVolume(stage(staging, mount("ext4"))), "swap space");

    assertThat(
            Files.mismatch(volume.image(), Files.write(sandbox.folder().resolve("copy"), before)))
        .isEqualTo(-1);
  }

  @Test
  void aReadOnlyBlankDeviceIsRefusedAndAReadOnlyFilesystemIsMountedReadOnly() throws IOException {
    LoopVolume volume = sandbox.attach(Requests.VOLUME, 64);
    Shell.run("blockdev", "--setro", volume.device().toString());
    refuses(() -> sandbox.node().nodeStageVolume(stage(staging, mount("ext4"))), "read-only");

    Shell.run("blockdev", "--setrw", volume.device().toString());
    Shell.run("mkfs.ext4", "-q", "-F", volume.device().toString());
    Shell.run("blockdev", "--setro", volume.device().toString());
    refuses(() -> sandbox.node().nodeStageVolume(stage(staging, mount("ext4"))), "option ro");
    sandbox.node().nodeStageVolume(stage(staging, mount("ext4", "ro")));
    sandbox.node().nodeStageVolume(stage(staging, mount("ext4", "ro")));
    sandbox.node().nodeUnstageVolume(unstage(staging));
  }

  @Test
  void aBlankPartitionIsFormattedAndTheRestOfTheDeviceIsLeftAlone() throws IOException {
    RootOnly.requireTool("sfdisk");
    LoopVolume volume = sandbox.attach(Requests.VOLUME, 96);
    String device = volume.device().toString();
    Shell.run(
        "sh", "-c", "printf 'label: dos\nsize=32M\nsize=40M\n' | sfdisk -q --no-reread " + device);
    Shell.run("partx", "--add", device);
    try {
      String table = Shell.run("sh", "-c", "head -c 512 " + device + " | sha256sum");
      NodeStageVolumeRequest second = onPartition("2");

      sandbox.node().nodeStageVolume(second);
      sandbox.node().nodeStageVolume(second);

      assertThat(Shell.run("findmnt", "-no", "SOURCE", staging.toString())).endsWith("p2");
      assertThat(Shell.run("sh", "-c", "head -c 512 " + device + " | sha256sum")).isEqualTo(table);
      assertThatThrownBy(() -> sandbox.node().nodeStageVolume(onPartition("1")))
          .hasMessageContaining("ALREADY_EXISTS");
      sandbox.node().nodeUnstageVolume(unstage(staging));
      assertThat(OWN_NODES.resolve(volume.device().getFileName() + "p2")).doesNotExist();
      refuses(() -> sandbox.node().nodeStageVolume(onPartition("0")), "partition table");
    } finally {
      Shell.run("partx", "--delete", device);
    }
  }

  private NodeStageVolumeRequest onPartition(String number) {
    return stage(staging, mount("ext4")).toBuilder()
        .putVolumeContext("partition", number)
        .putVolumeContext("csi.storage.k8s.io/pod.name", "web")
        .build();
  }

  private static void refuses(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining(message);
  }

  private void stageAndPublish(VolumeCapability capability) {
    sandbox.node().nodeStageVolume(stage(staging, capability));
    sandbox.node().nodePublishVolume(publish(staging, target, capability));
  }
}
