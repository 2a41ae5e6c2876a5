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
import example.ebs.linux.LoopVolume;
import example.ebs.linux.RootOnly;
import example.ebs.proto.csi.NodePublishVolumeRequest;
import example.ebs.proto.csi.NodeStageVolumeRequest;
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every way of using a device with two partitions, and then every other: what overlaps is refused,
 * and where both are raw and the same, or none of one is any of the other, it is not.
 */
final class UsePairsOnLoopDevicesTest {
  private static final VolumeCapability RAW = block(Mode.SINGLE_NODE_MULTI_WRITER);
  private static final VolumeCapability MOUNTED = mount("ext4");

  private Sandbox sandbox;
  private LoopVolume volume;

  enum Use {
    MOUNTED_WHOLE(0, MOUNTED),
    RAW_WHOLE(0, RAW),
    MOUNTED_FIRST(1, MOUNTED),
    RAW_FIRST(1, RAW),
    MOUNTED_SECOND(2, MOUNTED),
    RAW_SECOND(2, RAW);

    private final int partition;
    private final VolumeCapability capability;

    Use(int partition, VolumeCapability capability) {
      this.partition = partition;
      this.capability = capability;
    }

    private boolean excludes(Use other) {
      boolean overlap = partition == 0 || other.partition == 0 || partition == other.partition;
      boolean sameRaw = this == other && !isMounted();
      return overlap && !sameRaw;
    }

    private boolean isMounted() {
      return capability.hasMount();
    }
  }

  /** The places of one use. */
  private record Places(Path staging, Path target) {}

  @BeforeEach
  void attach() throws IOException {
    RootOnly.require();
    RootOnly.requireTool("partx");
    sandbox = new Sandbox();
    volume = sandbox.attach(Requests.VOLUME, 64);
  }

  @AfterEach
  void clean() {
    if (sandbox != null) {
      sandbox.unmountAll();
      // Else the kernel keeps them for the next file behind this device.
      for (String partition : List.of("1", "2")) {
        Shell.result("delpart", volume.device().toString(), partition);
      }
      sandbox.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Use.class)
  void noUseIsAddedToAnotherThatItCouldHarm(Use first) throws IOException {
    prepare(first);
    Places mine = places("first");
    begin(first, mine);
    String before = mounts();
    for (Use second : Use.values()) {
      Places others = places("second");
      if (first.excludes(second)) {
        refusesAll(second, others, first.isMounted() ? mine.staging() : mine.target());
        assertThat(mounts()).as("%s after %s", second, first).isEqualTo(before);
      } else {
        begin(second, others);
        sandbox.node().nodeUnpublishVolume(unpublish(others.target()));
        unstageBeside(first, others);
      }
    }
    end(first, mine);
  }

  /** A filesystem on the whole device has partitions beneath it, too, as a stale table would. */
  private void prepare(Use first) {
    String device = volume.device().toString();
    if (first == Use.MOUNTED_WHOLE) {
      Shell.run("mkfs.ext4", "-q", "-F", device);
    }
    Shell.run("addpart", device, "1", "2048", "49152");
    Shell.run("addpart", device, "2", "53248", "49152");
  }

  private void begin(Use use, Places places) {
    sandbox.node().nodeStageVolume(staging(use, places));
    sandbox.node().nodePublishVolume(publishing(use, places));
  }

  private void end(Use use, Places places) {
    sandbox.node().nodeUnpublishVolume(unpublish(places.target()));
    if (use.isMounted()) {
      sandbox.node().nodeUnstageVolume(unstage(places.staging()));
    }
  }

  /** What comes after an unstage is that the volume is detached, and with it what is raw. */
  private void unstageBeside(Use first, Places places) {
    if (first.isMounted()) {
      sandbox.node().nodeUnstageVolume(unstage(places.staging()));
    } else {
      assertThatThrownBy(() -> sandbox.node().nodeUnstageVolume(unstage(places.staging())))
          .hasMessageContaining("raw device");
      Shell.result("umount", places.staging().toString());
    }
  }

  private void refusesAll(Use use, Places places, Path used) {
    assertThatThrownBy(() -> sandbox.node().nodeStageVolume(staging(use, places)))
        .as("stage %s", use)
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining(used.toString());
    assertThatThrownBy(() -> sandbox.node().nodePublishVolume(publishing(use, places)))
        .as("publish %s", use)
        .hasMessageContaining("FAILED_PRECONDITION");
    assertThat(places.target()).doesNotExist();
  }

  private static NodeStageVolumeRequest staging(Use use, Places places) {
    return stage(places.staging(), use.capability).toBuilder()
        .putVolumeContext("partition", String.valueOf(use.partition))
        .build();
  }

  private static NodePublishVolumeRequest publishing(Use use, Places places) {
    return publish(places.staging(), places.target(), use.capability).toBuilder()
        .putVolumeContext("partition", String.valueOf(use.partition))
        .build();
  }

  private Places places(String name) throws IOException {
    return new Places(
        sandbox.made(name + "-staging"), sandbox.made("pods/" + name).resolve("target"));
  }

  private String mounts() {
    return Shell.run("sh", "-c", "grep -F ' " + sandbox.folder() + "/' /proc/self/mountinfo");
  }
}
