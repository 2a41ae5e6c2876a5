package example.ebs.node;

import static example.ebs.node.Requests.mount;
import static example.ebs.node.Requests.publish;
import static example.ebs.node.Requests.stage;
import static example.ebs.node.Requests.unstage;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.Shell;
import example.ebs.linux.LoopVolume;
import example.ebs.linux.RootOnly;
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is mounted already is all that was asked for, or the call is refused. */
final class DoneAlreadyOnLoopDevicesTest {
  private static final VolumeCapability EXT4 = mount("ext4", Mode.SINGLE_NODE_SINGLE_WRITER);

  private Sandbox sandbox;
  private LoopVolume volume;
  private Path staging;
  private Path target;

  @BeforeEach
  void prepare() throws IOException {
    RootOnly.require();
    sandbox = new Sandbox();
    staging = sandbox.made("staging");
    target = sandbox.made("pods/web").resolve("target");
    volume = sandbox.attach(Requests.VOLUME, 64);
    Shell.run("mkfs.ext4", "-q", "-F", volume.device().toString());
  }

  @AfterEach
  void clean() {
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync", "dirsync", "lazytime", "nosymfollow", "nodiratime"})
  void anOptionThatTheMountHasNotGotIsNotPassedOver(String option) {
    sandbox.node().nodeStageVolume(stage(staging, EXT4));
    VolumeCapability other = mount("ext4", Mode.SINGLE_NODE_SINGLE_WRITER, option);

    refuses(() -> sandbox.node().nodeStageVolume(stage(staging, other)), "other mount options");
    sandbox.node().nodeUnstageVolume(unstage(staging));
    sandbox.node().nodeStageVolume(stage(staging, other));
    refuses(() -> sandbox.node().nodeStageVolume(stage(staging, EXT4)), "other mount options");
    sandbox.node().nodeStageVolume(stage(staging, other));
  }

  @Test
  void aFolderOfTheVolumeIsNotTakenForTheStagedVolume() throws IOException {
    Path elsewhere = sandbox.made("elsewhere");
    Shell.run("mount", volume.device().toString(), elsewhere.toString());
    bindFolder(elsewhere, staging);

    refuses(() -> sandbox.node().nodeStageVolume(stage(staging, EXT4)), "another device");
  }

  @Test
  void aFolderOfTheVolumeIsNotTakenForThePublishedVolume() throws IOException {
    sandbox.node().nodeStageVolume(stage(staging, EXT4));
    bindFolder(staging, Files.createDirectory(target));

    refuses(
        () -> sandbox.node().nodePublishVolume(publish(staging, target, EXT4)), "something else");
  }

  private static void bindFolder(Path volume, Path place) throws IOException {
    Path folder = Files.createDirectory(volume.resolve("folder"));
    Shell.run("mount", "--bind", folder.toString(), place.toString());
  }

  private static void refuses(ThrowingCallable call, String message) {
    assertThatThrownBy(call).hasMessageContaining("ALREADY_EXISTS").hasMessageContaining(message);
  }
}
