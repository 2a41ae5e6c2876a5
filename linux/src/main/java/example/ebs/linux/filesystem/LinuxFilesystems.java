package example.ebs.linux.filesystem;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.linux.device.Device;
import example.ebs.linux.process.CommandResult;
import example.ebs.linux.process.Commands;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.linux.system.SystemCallException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads devices in process, and makes and checks filesystems with their own programs. */
public final class LinuxFilesystems implements Filesystems {
  private static final Duration PROBE = Duration.ofSeconds(30);
  // Longer than any caller waits: a retry finds the volume locked until mkfs or e2fsck has ended,
  // which is better than to kill it half way because the caller lost patience.
  private static final Duration FORMAT = Duration.ofMinutes(30);

  private static final int BLKID_FOUND_NOTHING = 2;

  private final Commands commands;
  private final LinuxFiles files;

  public LinuxFilesystems(Commands commands, LinuxFiles files) {
    this.commands = commands;
    this.files = files;
  }

  @Override
  public DeviceContent read(VolumeDevice device) {
    return DeviceReader.read(device.device().node(), device.volume());
  }

  @Override
  public void format(VolumeDevice volume, FilesystemType type) {
    Device device = volume.device();
    requireWritable(device);
    try {
      make(device, type, begin(volume, type));
      FormatMarker.erase(device.node());
    } catch (IOException failed) {
      throw new Failure.Internal(device.node() + " cannot be written to", failed);
    }
  }

  /** The marker of the format that is to be made or finished; it is on the device. */
  private FormatMarker begin(VolumeDevice volume, FilesystemType type) throws IOException {
    Device device = volume.device();
    return switch (read(volume)) {
      case DeviceContent.Blank _ -> {
        requireNothingElse(device, Optional.empty());
        FormatMarker marker = new FormatMarker(volume.volume(), UUID.randomUUID());
        marker.write(device.node());
        yield marker;
      }
      // A marker says what was, and not what somebody may have written since.
      case DeviceContent.HalfFormatted _ -> {
        requireNothingElse(device, Optional.of(type));
        yield FormatMarker.on(device.node(), volume.volume()).orElseThrow(() -> notBlank(device));
      }
      case DeviceContent.Filesystem _, DeviceContent.Other _, DeviceContent.Unreadable _ ->
          throw notBlank(device);
    };
  }

  @Override
  public void forgetFormatting(VolumeDevice volume) {
    Device device = volume.device();
    if (device.readOnly()) {
      return;
    }
    try {
      Optional<FormatMarker> marker = FormatMarker.on(device.node(), volume.volume());
      if (marker.isPresent() && DeviceReader.isLeft(marker.get(), device.node())) {
        FormatMarker.erase(device.node());
      }
    } catch (IOException failed) {
      throw new Failure.Internal(
          device.node() + " cannot be cleared of the mark that a format left", failed);
    }
  }

  @Override
  public void check(VolumeDevice volume, FilesystemType type) {
    switch (type) {
      case EXT4 -> {
        // What is mounted elsewhere on this node has its journal in use, and shares that mount.
        if (!isInUse(volume)) {
          new ExtCheck(commands).repair(volume);
        }
      }
      case XFS -> {} // It repairs itself from its log when mounted, and has no other safe repair.
    }
  }

  private boolean isInUse(VolumeDevice volume) {
    try {
      return files.isInUse(volume.device().node());
    } catch (SystemCallException failed) {
      throw new Failure.Internal(volume.device().node() + " cannot be opened", failed);
    }
  }

  private void make(Device device, FilesystemType type, FormatMarker marker) throws IOException {
    List<String> command = command(type, device.node(), marker);
    CommandResult result = commands.run(command, FORMAT);
    if (result.exitCode() != 0) {
      throw new Failure.Internal(
          "%s on %s ended with %d, the next call tries again: %s"
              .formatted(command.getFirst(), device.node(), result.exitCode(), result.output()));
    }
  }

  /**
   * Both overwrite what a killed mkfs left (-F, -f), as the proof that nothing else is there has
   * been made; both end before the marker; neither discards, which a blank device does not need and
   * the marker would not survive. No blocks are set aside for root: a volume is for its workload.
   */
  private static List<String> command(FilesystemType type, Path node, FormatMarker marker)
      throws IOException {
    long size;
    try (FileChannel channel = FileChannel.open(node)) {
      size = FormatMarker.offset(channel.size());
    }
    String uuid = marker.filesystem().toString();
    return switch (type) {
      case EXT4 ->
          List.of(
              "mkfs.ext4",
              "-q",
              "-F",
              "-m0",
              "-E",
              "nodiscard",
              "-U",
              uuid,
              node.toString(),
              size / 1024 + "k");
      case XFS ->
          List.of(
              "mkfs.xfs",
              "-q",
              "-f",
              "-K",
              "-m",
              "uuid=" + uuid,
              "-d",
              "size=" + size,
              node.toString());
    };
  }

  /** A second opinion: blkid finds nothing, or only what was begun. */
  private void requireNothingElse(Device device, Optional<FilesystemType> begun) {
    String node = device.node().toString();
    CommandResult result = commands.run(List.of("blkid", "-p", "-o", "export", node), PROBE);
    boolean nothing =
        result.exitCode() == BLKID_FOUND_NOTHING || saysOnlyThatItIsAPartition(result);
    boolean unfinished =
        begun.equals(Optional.of(FilesystemType.XFS)) && saysOnlyThatItIsXfs(result);
    if (!nothing && !unfinished) {
      throw new Failure.PreconditionFailed(
          "%s seems %s, but blkid says otherwise, so it is not formatted: %s"
              .formatted(node, begun.isPresent() ? "half formatted" : "blank", result.output()));
    }
  }

  /** Of a blank partition blkid tells what the table says of it, and nothing of its content. */
  private static boolean saysOnlyThatItIsAPartition(CommandResult result) {
    return result.exitCode() == 0
        && result.output().contains("PART_ENTRY_")
        && result
            .output()
            .lines()
            .allMatch(line -> line.startsWith("DEVNAME=") || line.startsWith("PART_ENTRY_"));
  }

  /** An unfinished xfs is to blkid the same as a whole one; mkfs.ext4 leaves nothing it knows. */
  private static boolean saysOnlyThatItIsXfs(CommandResult result) {
    return result.exitCode() == 0
        && result.output().lines().anyMatch("TYPE=xfs"::equals)
        && result.output().lines().noneMatch(line -> line.startsWith("PTTYPE="));
  }

  private static void requireWritable(Device device) {
    if (device.readOnly()) {
      throw new Failure.PreconditionFailed(
          "%s is blank and read-only, so it cannot be formatted; where nobody wants it so, set it back: blockdev --setrw %s"
              .formatted(device.node(), device.node()));
    }
    try (FileChannel channel = FileChannel.open(device.node())) {
      if (channel.size() < FormatMarker.SMALLEST_DEVICE) {
        throw new Failure.PreconditionFailed(
            device.node() + " is smaller than 16 MiB, too small for a filesystem");
      }
    } catch (IOException failed) {
      throw new Failure.Internal(device.node() + " cannot be opened", failed);
    }
  }

  private static Failure notBlank(Device device) {
    return new Failure.PreconditionFailed(device.node() + " is not blank, so it is not formatted");
  }
}
