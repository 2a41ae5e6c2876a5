package example.ebs.node;

import static example.ebs.node.NodeScene.assertRefused;
import static example.ebs.node.Requests.block;
import static example.ebs.node.Requests.mount;
import static example.ebs.node.Requests.unpublish;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.linux.device.DeviceNumber;
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unpublishing on a node in every state: what was published goes, and nothing else. */
final class NodeUnpublishTest {
  private static final VolumeCapability EXT4 = mount("ext4");
  private static final String OTHER_VOLUME = "vol-0fedcba9876543210";

  @RegisterExtension private final NodeScene scene = new NodeScene();

  @Test
  void aStagingPathIsNotUnpublishedWhileAWorkloadHasTheVolume() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.stage(EXT4);
    scene.publish(EXT4);

    refusesUnpublish(scene.staging(), Requests.VOLUME, scene.target().toString());

    assertThat(scene.node().mounter.at(scene.staging())).hasSize(1);
    scene.unpublish();
    scene.unpublish(scene.staging());
    assertThat(scene.node().mounter.all()).isEmpty();
  }

  @Test
  void aTargetIsUnpublishedWhereverItLiesAndInAnyOrder() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    Path first = scene.node().made("elsewhere").resolve("first");
    Path second = first.resolveSibling("second");
    scene.stage(EXT4);
    scene.publish(first, EXT4);
    scene.publish(second, EXT4);

    scene.unpublish(first);
    scene.unpublish(second);
    scene.unstage();

    assertThat(scene.node().mounter.all()).isEmpty();
  }

  @Test
  void unpublishAndUnstageCanBeRepeated() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.stage(EXT4);
    scene.publish(EXT4);

    for (int call = 0; call < 3; call++) {
      scene.unpublish();
      assertThat(scene.target()).doesNotExist();
    }
    for (int call = 0; call < 3; call++) {
      scene.unstage();
      assertThat(scene.node().mounter.all()).isEmpty();
    }
  }

  @Test
  void onlyTheVolumeThatIsNamedIsUnpublished() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    Path foreign = scene.target().resolveSibling("foreign");
    scene.node().mountForeign(foreign);
    scene.stage(EXT4);
    scene.publish(EXT4);

    refusesUnpublish(scene.target(), OTHER_VOLUME, Requests.VOLUME, "stays");
    refusesUnpublish(foreign, Requests.VOLUME, "0:50", "stays");

    assertThat(scene.node().mounter.at(scene.target())).hasSize(1);
    assertThat(scene.node().mounter.at(foreign)).hasSize(1);
  }

  @Test
  void onlyTheRawDeviceThatIsNamedIsUnpublished() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    VolumeCapability raw = block(Mode.SINGLE_NODE_WRITER);
    scene.publish(raw);

    refusesUnpublish(scene.target(), OTHER_VOLUME, Requests.VOLUME, "stays");

    scene.unpublish();
    assertThat(scene.target()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDetachedVolumeKeepsNoPodFromEnding(boolean mounted) throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);
    VolumeCapability capability = mounted ? EXT4 : block(Mode.SINGLE_NODE_WRITER);
    scene.stage(capability);
    scene.publish(capability);

    scene.node().detach(device);
    scene.unpublish();
    scene.unstage();

    assertThat(scene.node().mounter.all()).isEmpty();
  }

  @Test
  void aVolumeThatIsStillPublishedIsNotUnstaged() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.stage(EXT4);
    scene.publish(EXT4);

    assertRefused(
        () -> scene.unstage(), Status.Code.FAILED_PRECONDITION, scene.target().toString());
    assertThat(scene.node().mounter.at(scene.staging())).hasSize(1);
  }

  @Test
  void aDirectoryThatAKilledPublishLeftIsUsedOrRemoved() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.stage(EXT4);

    Files.createDirectory(scene.target());
    scene.publish(EXT4);
    scene.unpublish();
    Files.createDirectory(scene.target());
    scene.unpublish();

    assertThat(scene.target()).doesNotExist();
  }

  @Test
  void unpublishNeverRemovesData() throws IOException {
    Files.writeString(Files.createDirectory(scene.target()).resolve("precious"), "data");
    assertRefused(() -> scene.unpublish(), Status.Code.FAILED_PRECONDITION, "stays");
    assertThat(scene.target().resolve("precious")).exists();

    Path file = Files.writeString(scene.target().resolveSibling("file"), "data");
    assertRefused(() -> scene.unpublish(file), Status.Code.FAILED_PRECONDITION, "left alone");
  }

  private void refusesUnpublish(Path path, String volume, String... messages) {
    assertRefused(
        () ->
            scene
                .csi()
                .nodeUnpublishVolume(unpublish(path).toBuilder().setVolumeId(volume).build()),
        Status.Code.FAILED_PRECONDITION,
        messages);
  }
}
