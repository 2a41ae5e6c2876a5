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
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only for reading means that not a byte of the device changes, whatever state it is in. */
final class ReadOnlyOnLoopDevicesTest {
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
  @CsvSource({
    "ext4, 64, ro, SINGLE_NODE_WRITER",
    "ext4, 64, '', SINGLE_NODE_READER_ONLY",
    "ext3, 64, ro, SINGLE_NODE_WRITER",
    "ext2, 64, ro, SINGLE_NODE_WRITER",
    "xfs, 320, ro, SINGLE_NODE_WRITER",
    "xfs, 320, '', SINGLE_NODE_READER_ONLY",
  })
  void aFilesystemThatLostItsPowerIsReadAndStaysAsItIs(
      String filesystem, long mebibytes, String option, Mode mode) throws IOException {
    RootOnly.requireTool("mkfs." + filesystem);
    LoopVolume volume = withoutPower(filesystem, mebibytes);
    Path before = before(volume);
    VolumeCapability capability = only(filesystem, option, mode);

    sandbox.node().nodeStageVolume(stage(staging, capability));
    sandbox.node().nodeStageVolume(stage(staging, capability));
    sandbox.node().nodePublishVolume(publish(staging, target, capability));
    assertThat(target.resolve("kept")).content().isEqualTo("kept");
    assertThatThrownBy(() -> Files.writeString(target.resolve("new"), "no"))
        .hasMessageContaining("Read-only");
    sandbox.node().nodeUnpublishVolume(unpublish(target));
    sandbox.node().nodeUnstageVolume(unstage(staging));

    assertThat(Files.mismatch(before, volume.image())).as("first byte that differs").isEqualTo(-1);
    assertThat(Shell.run("blockdev", "--getro", volume.device().toString())).isEqualTo("0");
  }

  @Test
  void aFilesystemThatKnowsOfErrorsIsNotRepaired() throws IOException {
    LoopVolume volume = sandbox.attach(Requests.VOLUME, 64);
    Shell.run("mkfs.ext4", "-q", "-F", volume.device().toString());
    Shell.run("debugfs", "-w", "-R", "set_super_value state 3", volume.device().toString());
    Path before = before(volume);

    sandbox.node().nodeStageVolume(stage(staging, mount("ext4", "ro")));
    sandbox.node().nodeUnstageVolume(unstage(staging));

    assertThat(Files.mismatch(before, volume.image())).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({"ro, SINGLE_NODE_WRITER", "'', SINGLE_NODE_READER_ONLY"})
  void aBlankDeviceIsRefusedAndStaysBlank(String option, Mode mode) throws IOException {
    LoopVolume volume = sandbox.attach(Requests.VOLUME, 64);
    Path before = before(volume);

    assertThatThrownBy(
            () -> sandbox.node().nodeStageVolume(stage(staging, only("ext4", option, mode))))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("blank")
        .hasMessageContaining("a read-only mount");

    assertThat(Files.mismatch(before, volume.image())).isEqualTo(-1);
  }

  @Test
  void aFormatThatWasBegunIsNeitherFinishedNorForgotten() throws IOException {
    LoopVolume volume = sandbox.attach(Requests.VOLUME, 64);
    begin(volume);
    Path before = before(volume);

    assertThatThrownBy(() -> sandbox.node().nodeStageVolume(stage(staging, mount("ext4", "ro"))))
        .hasMessageContaining("half formatted");
    VolumeCapability raw = block(Mode.SINGLE_NODE_READER_ONLY);
    sandbox.node().nodeStageVolume(stage(staging, raw));
    sandbox.node().nodePublishVolume(publish(staging, target, raw));
    sandbox.node().nodeUnpublishVolume(unpublish(target));

    assertThat(Files.mismatch(before, volume.image())).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, true, false", "0, false, false", "1, true, false", "1, false, false",
    "0, true, true", "0, false, true", "1, true, true", "1, false, true"
  })
  void aNodeThatIsKilledWhileItProtectsADeviceLeavesItToTheNextOneToWrite(
      int program, boolean before, boolean raw) throws IOException {
    LoopVolume volume = sandbox.attach(Requests.VOLUME, 64);
    Shell.run("mkfs.ext4", "-q", volume.device().toString());
    assertThatThrownBy(
            () ->
                sandbox
                    .dyingAt(program, before)
                    .nodeStageVolume(stage(staging, mount("ext4", "ro")), new Unheard<>()))
        .isInstanceOf(Sandbox.Killed.class);
    sandbox.node().nodeUnstageVolume(unstage(staging));

    VolumeCapability writer =
        raw ? block(Mode.SINGLE_NODE_WRITER) : mount("ext4", Mode.SINGLE_NODE_WRITER);
    sandbox.node().nodeStageVolume(stage(staging, writer));
    sandbox.node().nodePublishVolume(publish(staging, target, writer));

    assertThat(Shell.run("blockdev", "--getro", volume.device().toString())).isEqualTo("0");
    sandbox.node().nodeUnpublishVolume(unpublish(target));
  }

  @ParameterizedTest
  @CsvSource({"true, ext4, 64", "true, xfs, 320", "false, ext4, 64"})
  void whoWantsToWriteToADeviceThatSomebodyMadeReadOnlyIsToldWhatSetsItBack(
      boolean formatted, String filesystem, long mebibytes) throws IOException {
    LoopVolume volume = sandbox.attach(Requests.VOLUME, mebibytes);
    if (formatted) {
      Shell.run("mkfs." + filesystem, "-q", volume.device().toString());
    }
    Shell.run("blockdev", "--setro", volume.device().toString());
    VolumeCapability writer = mount(filesystem, Mode.SINGLE_NODE_WRITER);

    assertThatThrownBy(() -> sandbox.node().nodeStageVolume(stage(staging, writer)))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("read-only")
        .hasMessageMatching("(?s).*blockdev --setrw /\\S+$");

    Shell.run("blockdev", "--setrw", volume.device().toString());
    sandbox.node().nodeStageVolume(stage(staging, writer));
    assertThat(Files.writeString(staging.resolve("new"), "yes")).exists();
    sandbox.node().nodeUnstageVolume(unstage(staging));
  }

  private static final class Unheard<T> implements StreamObserver<T> {
    @Override
    public void onNext(T value) {}

    @Override
    public void onError(Throwable failed) {}

    @Override
    public void onCompleted() {}
  }

  private static VolumeCapability only(String filesystem, String option, Mode mode) {
    return option.isEmpty() ? mount(filesystem, mode) : mount(filesystem, mode, option);
  }

  private static void begin(LoopVolume volume) {
    Commands killed =
        (command, _) -> {
          if (command.getFirst().startsWith("mkfs")) {
            throw new Failure.TimedOut("killed");
          }
          return new CommandResult(2, "");
        };
    VolumeDevice device = new VolumeDevice(volume.device(false), volume.id().value());
    assertThatThrownBy(
            () ->
                new LinuxFilesystems(killed, new LinuxFiles()).format(device, FilesystemType.EXT4))
        .isInstanceOf(Failure.TimedOut.class);
  }

  private LoopVolume withoutPower(String filesystem, long mebibytes) throws IOException {
    Path image = sandbox.folder().resolve(Requests.VOLUME + ".img");
    LostPower.into(image, sandbox, filesystem, mebibytes);
    return sandbox.attach(Requests.VOLUME, mebibytes);
  }

  private Path before(LoopVolume volume) {
    Shell.run("blockdev", "--flushbufs", volume.device().toString());
    Path before = sandbox.folder().resolve("before");
    Shell.run("cp", "--sparse=always", volume.image().toString(), before.toString());
    return before;
  }
}
