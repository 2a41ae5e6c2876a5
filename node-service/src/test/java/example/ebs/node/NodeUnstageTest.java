package example.ebs.node;

import static example.ebs.node.NodeScene.assertRefused;
import static example.ebs.node.Requests.block;
import static example.ebs.node.Requests.mount;
import static example.ebs.node.Requests.unpublish;
import static example.ebs.node.Requests.unstage;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.linux.device.DeviceNumber;
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Unstaging on a node in every state: only what is not published, and nothing else. */
final class NodeUnstageTest {
  private static final VolumeCapability EXT4 = mount("ext4");
  private static final String OTHER_VOLUME = "vol-0fedcba9876543210";

  @RegisterExtension private final NodeScene scene = new NodeScene();

  @Test
  void aRawDeviceThatIsStillPublishedIsNotUnstaged() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    VolumeCapability raw = block(Mode.SINGLE_NODE_WRITER);
    scene.stage(raw);
    scene.publish(raw);

    refusesUnstage(scene.staging(), Requests.VOLUME, scene.target().toString());

    scene.unpublish();
    scene.unstage();
  }

  @Test
  void aRefusedUnstageHoldsNothingOpen() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    VolumeCapability raw = block(Mode.SINGLE_NODE_WRITER);
    scene.publish(raw);
    int calls = 200;
    long before = openDescriptors();

    for (int call = 0; call < calls; call++) {
      refusesUnstage(scene.staging(), Requests.VOLUME, scene.target().toString());
    }

    assertThat(openDescriptors() - before).as("more are open").isLessThan(calls / 2);
  }

  private static long openDescriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  @Test
  void aVolumeThatIsMountedAtTwoStagingPathsIsTakenAwayFromOneAfterTheOther() throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);
    Path second = scene.node().made("second");
    scene.stage(EXT4);
    scene.node().mountDirectly(device, second);

    refusesUnstage(second, Requests.VOLUME, scene.staging().toString());
    refusesUnstage(scene.staging(), Requests.VOLUME, second.toString());
    scene.unpublish(second);
    scene.unstage();

    assertThat(scene.node().mounter.all()).isEmpty();
  }

  @Test
  void onlyTheVolumeThatIsNamedIsUnstaged() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.node().attach(OTHER_VOLUME, 2);
    Path foreign = scene.node().made("foreign");
    scene.node().mountForeign(foreign);
    scene.stage(EXT4);

    refusesUnstage(scene.staging(), OTHER_VOLUME, Requests.VOLUME, "stays");
    refusesUnstage(foreign, Requests.VOLUME, "0:50", "stays");

    assertThat(scene.node().mounter.at(scene.staging())).hasSize(1);
    assertThat(scene.node().mounter.at(foreign)).hasSize(1);
  }

  @Test
  void whatWasNeverThereIsUndoneAlready() {
    Path nowhere = scene.node().kubelet().resolve("a/b/c");

    scene.unpublish(nowhere);
    scene.csi().nodeUnstageVolume(unstage(nowhere));
    scene.csi().nodeUnpublishVolume(unpublish(nowhere).toBuilder().setVolumeId("fake").build());
    scene.csi().nodeUnstageVolume(unstage(nowhere).toBuilder().setVolumeId("fake").build());
    assertThat(scene.node().kubelet().resolve("a")).doesNotExist();
  }

  private void refusesUnstage(Path path, String volume, String... messages) {
    assertRefused(
        () -> scene.csi().nodeUnstageVolume(unstage(path).toBuilder().setVolumeId(volume).build()),
        Status.Code.FAILED_PRECONDITION,
        messages);
  }
}
