package example.ebs.node.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Tells what is on a device, or in an image file, by reading it.
 *
 * <p>Costs two reads where there is a filesystem. Before a device is called blank, its first and
 * last MiB and samples in between are read, and all of it must be zero: a volume that somebody uses
 * raw, or that is encrypted without a header, carries no signature that anybody could know.
 */
final class DeviceReader {
  private static final int EDGE = 128 * 1024;
  private static final int MIB = 1024 * 1024;
  private static final int FIRST_WRITTEN_LAST = 2048;
  private static final int MD_UNIT = 64 * 1024;
  private static final int SAMPLES = 64;
  private static final int SAMPLE = 4096;
  // Many volumes may be read at once, and a buffer of a whole MiB each would fill a small heap.
  private static final int PIECE = 64 * 1024;
  private static final DeviceContent UNKNOWN =
      new DeviceContent.Other("data without a signature that this driver knows");

  private DeviceReader() {}

  static DeviceContent read(Path device) {
    try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ)) {
      return read(channel);
    } catch (IOException failed) {
      return new DeviceContent.Unreadable(String.valueOf(failed.getMessage()));
    }
  }

  private static DeviceContent read(FileChannel channel) throws IOException {
    long size = channel.size();
    Bytes head = bytes(channel, 0, EDGE);
    // From a multiple of 64 KiB, because one of the RAID formats counts in those.
    long tailStart = Math.max(0, (size - EDGE) / MD_UNIT * MD_UNIT);
    Bytes tail = bytes(channel, tailStart, (int) (size - tailStart));
    Optional<String> owner = Signatures.owner(head, tail);
    if (owner.isPresent()) {
      return new DeviceContent.Other(owner.get());
    }
    List<DeviceContent.Filesystem> found = Superblocks.in(head);
    return switch (found.size()) {
      case 0 -> withoutFilesystem(channel, head, tail);
      case 1 ->
          found.getFirst().type().equals(Superblocks.UNFINISHED_XFS)
              ? unfinishedXfs(channel, head, tail)
              : plausible(found.getFirst(), size);
      default -> new DeviceContent.Other("traces of several filesystems");
    };
  }

  private static DeviceContent withoutFilesystem(FileChannel channel, Bytes head, Bytes tail)
      throws IOException {
    Optional<String> other = Signatures.other(head, tail);
    if (other.isPresent()) {
      return new DeviceContent.Other(other.get());
    }
    if (FormatMarker.isOn(channel)) {
      // mkfs.ext4 writes its superblock last of all, and mkfs.xfs begins with its own.
      boolean untouched = head.isZero(0, FIRST_WRITTEN_LAST);
      return untouched && isEndZero(channel) ? new DeviceContent.HalfFormatted() : UNKNOWN;
    }
    return isZero(channel, channel.size()) ? new DeviceContent.Blank() : UNKNOWN;
  }

  private static DeviceContent unfinishedXfs(FileChannel channel, Bytes head, Bytes tail)
      throws IOException {
    boolean ours =
        Signatures.other(head, tail).isEmpty() && FormatMarker.isOn(channel) && isEndZero(channel);
    return ours
        ? new DeviceContent.HalfFormatted()
        : new DeviceContent.Other("an xfs filesystem that somebody has not finished making");
  }

  private static DeviceContent plausible(DeviceContent.Filesystem filesystem, long size) {
    if (filesystem.size() > size) {
      return new DeviceContent.Other(
          "a filesystem %s of %d bytes, which is more than the device's %d"
              .formatted(filesystem.type(), filesystem.size(), size));
    }
    return filesystem;
  }

  /** Neither mkfs writes behind the marker, but for zeroes. */
  private static boolean isEndZero(FileChannel channel) throws IOException {
    return isMebibyteZero(channel, FormatMarker.end(channel), ByteBuffer.allocate(PIECE));
  }

  private static boolean isZero(FileChannel channel, long size) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    boolean zero = isMebibyteZero(channel, 0, piece);
    for (int sample = 1; zero && sample < SAMPLES; sample++) {
      zero = bytes(channel, size / SAMPLES * sample, SAMPLE).isZero();
    }
    return zero && isMebibyteZero(channel, Math.max(0, size - MIB), piece);
  }

  private static boolean isMebibyteZero(FileChannel channel, long start, ByteBuffer piece)
      throws IOException {
    boolean zero = true;
    for (int offset = 0; zero && offset < MIB; offset += PIECE) {
      zero = fill(channel, start + offset, piece.clear()).isZero();
    }
    return zero;
  }

  static Bytes bytes(FileChannel channel, long offset, int length) throws IOException {
    return fill(channel, offset, ByteBuffer.allocate(length));
  }

  private static Bytes fill(FileChannel channel, long offset, ByteBuffer buffer)
      throws IOException {
    int read = 0;
    while (buffer.hasRemaining() && read >= 0) {
      read = channel.read(buffer, offset + buffer.position());
    }
    return new Bytes(buffer.flip());
  }
}
