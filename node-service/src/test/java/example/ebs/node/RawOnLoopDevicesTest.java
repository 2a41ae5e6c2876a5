package example.ebs.node;

import static example.ebs.node.Requests.block;
import static example.ebs.node.Requests.mount;
import static example.ebs.node.Requests.publish;
import static example.ebs.node.Requests.stage;
import static example.ebs.node.Requests.unpublish;
import static example.ebs.node.Requests.unstage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.Shell;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.linux.LoopVolume;
import example.ebs.linux.RootOnly;
import example.ebs.linux.filesystem.LinuxFilesystems;
import example.ebs.linux.filesystem.VolumeDevice;
import example.ebs.linux.process.CommandResult;
import example.ebs.linux.process.Commands;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.proto.csi.NodeUnstageVolumeRequest;
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole service with real devices that a workload has raw, or that have no node. */
final class RawOnLoopDevicesTest {
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

  @Test
  void aBlockVolumeAppearsAsTheDeviceItself() throws IOException {
    LoopVolume volume = sandbox.attach(Requests.VOLUME, 16);

    stageAndPublish(block(Mode.SINGLE_NODE_MULTI_WRITER));
    Files.write(
        target,
        "raw".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    assertThat(Shell.run("head", "-c3", volume.image().toString())).isEqualTo("raw");

    sandbox.node().nodeUnpublishVolume(unpublish(target));
    assertThat(target).doesNotExist();
    sandbox.node().nodeUnstageVolume(unstage(staging));
  }

  @Test
  void whatAWorkloadWroteRawAfterAFormatWasKilledIsNeverFormatted() throws IOException {
    LoopVolume volume = sandbox.attach(Requests.VOLUME, 64);
    Commands killed =
        (command, _) -> {
          if (command.getFirst().startsWith("mkfs")) {
            throw new Failure.TimedOut("killed");
          }
          return new CommandResult(2, "");
        };
    assertThatThrownBy(
            () ->
                new LinuxFilesystems(killed, new LinuxFiles())
                    .format(
                        new VolumeDevice(volume.device(false), volume.id().value()),
                        FilesystemType.EXT4))
        .isInstanceOf(Failure.TimedOut.class);

    stageAndPublish(block(Mode.SINGLE_NODE_WRITER));
    try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
      var _ = channel.write(ByteBuffer.wrap(new byte[] {1}), 5 << 20);
      channel.force(true);
    }
    sandbox.node().nodeUnpublishVolume(unpublish(target));
    sandbox.node().nodeUnstageVolume(unstage(staging));

    refuses(() -> sandbox.node().nodeStageVolume(stage(staging, mount("ext4"))), "left alone");
    try (FileChannel channel = FileChannel.open(volume.device())) {
      ByteBuffer kept = ByteBuffer.allocate(1);
      var _ = channel.read(kept, 5 << 20);
      assertThat(kept.array()).containsExactly(1);
    }
  }

  @Test
  void aDeviceThatAWorkloadHasRawIsNotMountedAndNotUnstaged() throws IOException {
    LoopVolume volume = sandbox.attach(Requests.VOLUME, 64);
    Shell.run("mkfs.ext4", "-q", "-F", volume.device().toString());
    stageAndPublish(block(Mode.SINGLE_NODE_WRITER));

    refuses(() -> sandbox.node().nodeStageVolume(stage(staging, mount("ext4"))), target.toString());
    refuses(() -> sandbox.node().nodeUnstageVolume(unstage(staging)), target.toString());

    sandbox.node().nodeUnpublishVolume(unpublish(target));
    sandbox.node().nodeStageVolume(stage(staging, mount("ext4")));
    sandbox.node().nodeUnstageVolume(unstage(staging));
  }

  @Test
  void aRawDeviceWhoseNumberIsAnotherVolumesByNowKeepsNoPodFromEnding() throws IOException {
    LoopVolume volume = sandbox.attach(Requests.VOLUME, 16);
    stageAndPublish(block(Mode.SINGLE_NODE_WRITER));
    Path other = sandbox.folder().resolve("vol-0fedcba9876543210.img");
    String device = volume.device().toString();

    Files.delete(sandbox.deviceRoot().resolve(volume.device().getFileName()));
    Shell.run("losetup", "-d", device);
    Shell.run("truncate", "-s", "16M", other.toString());
    Shell.run("losetup", device, other.toString());
    sandbox.node().nodeUnpublishVolume(unpublish(target));

    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDeviceWithoutANodeHasOneUntilItIsUnstaged(boolean raw) throws IOException {
    // It is found by this alone, and somebody else may run the same test on this machine.
    String id = "vol-%017x".formatted(ThreadLocalRandom.current().nextLong(1L << 60));
    LoopVolume volume = sandbox.attach(id, 64);
    Files.delete(sandbox.deviceRoot().resolve(volume.device().getFileName()));
    Path node = OWN_NODES.resolve(volume.device().getFileName());
    VolumeCapability capability = raw ? block(Mode.SINGLE_NODE_WRITER) : mount("ext4");
    NodeUnstageVolumeRequest unstage = unstage(staging).toBuilder().setVolumeId(id).build();

    sandbox.node().nodeStageVolume(stage(staging, capability).toBuilder().setVolumeId(id).build());
    sandbox
        .node()
        .nodePublishVolume(
            publish(staging, target, capability).toBuilder().setVolumeId(id).build());
    refuses(() -> sandbox.node().nodeUnstageVolume(unstage), target.toString());
    assertThat(node).exists();

    sandbox.node().nodeUnpublishVolume(unpublish(target).toBuilder().setVolumeId(id).build());
    sandbox.node().nodeUnstageVolume(unstage);
    assertThat(node).doesNotExist();
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
