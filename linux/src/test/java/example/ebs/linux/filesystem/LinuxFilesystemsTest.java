package example.ebs.linux.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.Shell;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.linux.RootOnly;
import example.ebs.linux.process.CommandResult;
import example.ebs.linux.process.Commands;
import example.ebs.linux.process.ProcessCommands;
import example.ebs.linux.system.LinuxFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract with the real programs, and what happens when they are killed or fail. */
final class LinuxFilesystemsTest extends FilesystemsContract {
  private final Commands real = new ProcessCommands();
  private @TempDir Path images;

  @Override
  Filesystems filesystems() {
    return new LinuxFilesystems(real, new LinuxFiles());
  }

  @Override
  VolumeDevice device(Path directory, boolean blank, boolean readOnly) throws IOException {
    Image image = Image.blank(directory, 320);
    return (blank ? image : image.put(300_000, "somebody's data")).device(readOnly);
  }

  @ParameterizedTest
  @EnumSource
  void aKilledFormatIsFinishedByTheNextCall(FilesystemType type) throws IOException {
    RootOnly.requireTool("mkfs." + type.kernelName());
    Image image = Image.blank(images, 320);
    VolumeDevice device = image.device(false);

    assertThatThrownBy(() -> killing(image).format(device, type))
        .isInstanceOf(Failure.TimedOut.class);
    assertThat(image.content()).isEqualTo(new DeviceContent.HalfFormatted());
    filesystems().format(device, type);

    assertThat(filesystems().read(device)).isInstanceOf(DeviceContent.Filesystem.class);
    assertThat(image.isMarked()).isFalse();
  }

  @Test
  void withoutTheMarkerWhatAKilledFormatLeavesIsNotTouched() throws IOException {
    Image image = Image.blank(images, 320);
    assertThatThrownBy(() -> killing(image).format(image.device(false), FilesystemType.EXT4))
        .isInstanceOf(Failure.TimedOut.class);

    filesystems().forgetFormatting(image.device(false));

    assertThat(image.content()).isInstanceOf(DeviceContent.Other.class);
    assertThatThrownBy(() -> filesystems().format(image.device(false), FilesystemType.EXT4))
        .isInstanceOf(Failure.PreconditionFailed.class);
  }

  @ParameterizedTest
  @EnumSource
  void theMarkerOutlivesMkfsAndIsForgottenOnceTheFilesystemIsSeen(FilesystemType type)
      throws IOException {
    RootOnly.requireTool("mkfs." + type.kernelName());
    Image image = Image.blank(images, 320);
    Commands dyingAfterwards =
        (command, longest) -> {
          CommandResult result = real.run(command, longest);
          if (command.getFirst().startsWith("mkfs")) {
            throw new Failure.TimedOut("killed");
          }
          return result;
        };
    assertThatThrownBy(
            () ->
                new LinuxFilesystems(dyingAfterwards, new LinuxFiles())
                    .format(image.device(false), type))
        .isInstanceOf(Failure.TimedOut.class);
    assertThat(image.isMarked()).isTrue();

    assertThat(filesystems().read(image.device(false)))
        .isInstanceOf(DeviceContent.Filesystem.class);
    assertThat(image.isMarked()).as("to look changes nothing").isTrue();
    filesystems().forgetFormatting(image.device(true));
    assertThat(image.isMarked()).as("a read-only device stays").isTrue();
    filesystems().forgetFormatting(image.device(false));

    assertThat(image.isMarked()).isFalse();
    assertThat(filesystems().read(image.device(false)))
        .isInstanceOf(DeviceContent.Filesystem.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a filesystem", "one that has grown", "raw data"})
  void whatLooksLikeAMarkerAmongSomebodysDataIsNotErased(String what) throws IOException {
    Image image = Image.blank(images, 64);
    FormatMarker marker = image.mark();
    switch (what) {
      case "a filesystem" -> image.run("mkfs.ext4", "-q", "-F");
      case "one that has grown" ->
          image.run("mkfs.ext4", "-q", "-F", "-U", marker.filesystem().toString());
      default -> image.put(0, "raw data");
    }
    marker.write(image.file());

    filesystems().forgetFormatting(image.device(false));

    assertThat(image.isMarked()).as("what somebody wrote").isTrue();
  }

  @Test
  void theFilesystemEndsBeforeTheMarkerAndBearsItsNumber() throws IOException {
    Image image = Image.blank(images, 64);
    Commands stopping =
        (command, longest) -> {
          if (command.getFirst().startsWith("mkfs")) {
            throw new Failure.TimedOut("killed");
          }
          return real.run(command, longest);
        };
    assertThatThrownBy(
            () ->
                new LinuxFilesystems(stopping, new LinuxFiles())
                    .format(image.device(false), FilesystemType.EXT4))
        .isInstanceOf(Failure.TimedOut.class);
    UUID begun = FormatMarker.on(image.file(), Image.VOLUME).orElseThrow().filesystem();

    filesystems().format(image.device(false), FilesystemType.EXT4);

    assertThat(image.blkid().output()).contains("UUID=\"" + begun + "\"");
    assertThat(image.content())
        .isEqualTo(new DeviceContent.Filesystem("ext4", false, FormatMarker.offset(64 << 20)));
  }

  @Test
  void whatBlkidKnowsBesideAMarkerIsNotFormatted() throws IOException {
    Image image = Image.blank(images, 64).put(32_768, "\1CD001\1\0");
    image.mark();
    assertThat(image.blkid().output()).contains("iso9660");

    for (FilesystemType type : FilesystemType.values()) {
      assertThatThrownBy(() -> filesystems().format(image.device(false), type))
          .isInstanceOf(Failure.PreconditionFailed.class)
          .hasMessageContaining("iso9660");
    }
  }

  @Test
  void anXfsThatWasBegunIsNotMadeIntoAnExt4() throws IOException {
    RootOnly.requireTool("mkfs.xfs");
    Image image = Image.blank(images, 320);
    assertThatThrownBy(() -> killing(image).format(image.device(false), FilesystemType.XFS))
        .isInstanceOf(Failure.TimedOut.class);

    assertThatThrownBy(() -> filesystems().format(image.device(false), FilesystemType.EXT4))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("TYPE=xfs");
  }

  @Test
  void aSecondOpinionOfBlkidIsFollowed() throws IOException {
    Image image = Image.blank(images, 64);
    Commands finding = (command, longest) -> new CommandResult(0, "TYPE=\"new\"");

    assertThatThrownBy(
            () ->
                new LinuxFilesystems(finding, new LinuxFiles())
                    .format(image.device(false), FilesystemType.EXT4))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("TYPE=\"new\"");
    assertThat(image.content()).isEqualTo(new DeviceContent.Blank());
  }

  @Test
  void aProgramThatFailsIsQuotedAndTheDeviceIsNotLost() throws IOException {
    Image image = Image.blank(images, 64);
    Commands failing =
        (command, longest) ->
            command.getFirst().equals("blkid")
                ? real.run(command, longest)
                : new CommandResult(1, "no space left");

    assertThatThrownBy(
            () ->
                new LinuxFilesystems(failing, new LinuxFiles())
                    .format(image.device(false), FilesystemType.EXT4))
        .isInstanceOf(Failure.Internal.class)
        .hasMessageContaining("no space left");
    filesystems().format(image.device(false), FilesystemType.EXT4);
  }

  @Test
  void aDeviceTooSmallForAFilesystemIsRefused() throws IOException {
    Image image = Image.blank(images, 8);

    assertThatThrownBy(() -> filesystems().format(image.device(false), FilesystemType.EXT4))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("16 MiB");
  }

  /**
   * Leaves what a mkfs leaves that is killed before its last write: mkfs.ext4 writes the primary
   * superblock last of all, mkfs.xfs takes back its "in progress" last of all.
   */
  private LinuxFilesystems killing(Image image) {
    return new LinuxFilesystems(
        (command, longest) -> kill(image, command, longest), new LinuxFiles());
  }

  private CommandResult kill(Image image, List<String> command, Duration longest) {
    CommandResult result = real.run(command, longest);
    try {
      switch (command.getFirst()) {
        case "mkfs.ext4" -> image.put(1024, new byte[1024]);
        case "mkfs.xfs" -> image.put(126, (byte) 1);
        default -> {
          return result;
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    throw new Failure.TimedOut(command.getFirst() + " was killed");
  }

  @Test
  void theProgramsThatDecideAreThere() {
    assertThat(List.of("blkid", "mkfs.ext4", "e2fsck")).allMatch(Shell::has);
  }
}
