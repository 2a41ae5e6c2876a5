package example.ebs.node;

import static example.ebs.node.Requests.block;
import static example.ebs.node.Requests.mount;
import static example.ebs.node.Requests.publish;
import static example.ebs.node.Requests.stage;
import static example.ebs.node.Requests.unpublish;
import static example.ebs.node.Requests.unstage;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole service with real devices, filesystems and mounts. */
final class NodeOnLoopDevicesTest {
  private Sandbox sandbox;
  private Path staging;
  private Path target;

  @BeforeEach
  void prepare() throws IOException {
    RootOnly.require();
    sandbox = new Sandbox();
    staging = sandbox.made("staging");
    target = sandbox.made("pod").resolve("target");
  }

  @AfterEach
  void clean() {
    if (sandbox != null) {
      sandbox.close();
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

  private void stageAndPublish(VolumeCapability capability) {
    sandbox.node().nodeStageVolume(stage(staging, capability));
    sandbox.node().nodePublishVolume(publish(staging, target, capability));
  }
}
