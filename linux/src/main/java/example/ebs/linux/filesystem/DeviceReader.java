package example.ebs.linux.filesystem;

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
  private static final int MIB = 1024 * 1024;
  private static final int FIRST_WRITTEN_LAST = 2048;
  private static final int SAMPLES = 64;
  private static final int SAMPLE = 4096;
  // Many volumes may be read at once, and a buffer of a whole MiB each would fill a small heap.
  private static final int PIECE = 64 * 1024;
  private static final DeviceContent UNKNOWN =
      new DeviceContent.Other("data without a signature that this driver knows");

  private DeviceReader() {}

  /**
   * What is on the device.
   *
   * @param volume whose marker may tell that a format was begun
   */
  static DeviceContent read(Path device, String volume) {
    try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ)) {
      return read(channel, volume);
    } catch (IOException failed) {
      return new DeviceContent.Unreadable(String.valueOf(failed.getMessage()));
    }
  }

  private static DeviceContent read(FileChannel channel, String volume) throws IOException {
    Edges edges = Edges.of(channel);
    List<Superblock> found = Superblocks.in(edges.head());
    Optional<String> owner = Signatures.owner(edges, end(found, edges.size()));
    if (owner.isPresent()) {
      return new DeviceContent.Other(owner.get());
    }
    return switch (found.size()) {
      case 0 -> withoutFilesystem(channel, edges, volume);
      case 1 -> filesystem(channel, found.getFirst(), volume);
      default -> new DeviceContent.Other("traces of several filesystems");
    };
  }

  /** One that is larger than its device is itself a sign of an array. */
  private static long end(List<Superblock> found, long deviceSize) {
    return found.stream()
        .filter(superblock -> superblock.condition() != Superblock.Condition.DAMAGED)
        .mapToLong(Superblock::size)
        .filter(size -> size <= deviceSize)
        .max()
        .orElse(0);
  }

  private static DeviceContent withoutFilesystem(FileChannel channel, Edges edges, String volume)
      throws IOException {
    Optional<String> other = Signatures.other(edges);
    if (other.isPresent()) {
      return new DeviceContent.Other(other.get());
    }
    if (FormatMarker.on(channel, volume).isPresent()) {
      // mkfs.ext4 writes its superblock last of all, and mkfs.xfs begins with its own.
      boolean untouched = edges.head().isZero(0, FIRST_WRITTEN_LAST);
      return untouched && isEndZero(channel) ? new DeviceContent.HalfFormatted() : UNKNOWN;
    }
    return isZero(channel, channel.size()) ? new DeviceContent.Blank() : UNKNOWN;
  }

  private static DeviceContent filesystem(FileChannel channel, Superblock found, String volume)
      throws IOException {
    return switch (found.condition()) {
      case SOUND, UNCLEAN -> plausible(found, channel.size());
      case UNFINISHED ->
          isOf(FormatMarker.on(channel, volume), found) && isEndZero(channel)
              ? new DeviceContent.HalfFormatted()
              : new DeviceContent.Other(
                  "a filesystem %s that somebody has not finished making".formatted(found.type()));
      case DAMAGED ->
          new DeviceContent.Other(
              "a damaged filesystem %s, whose superblock has a wrong checksum"
                  .formatted(found.type()));
    };
  }

  private static DeviceContent plausible(Superblock found, long size) {
    if (found.size() > size) {
      return new DeviceContent.Other(
          "a filesystem %s of %d bytes, which is more than the device's %d"
              .formatted(found.type(), found.size(), size));
    }
    boolean needsCheck = found.condition() == Superblock.Condition.UNCLEAN;
    return new DeviceContent.Filesystem(found.type(), needsCheck, found.size());
  }

  /**
   * Whether there is a marker that a format left, and not what has been written since: the format
   * is not finished, or what it made is there and ends before the marker.
   */
  static boolean isLeft(FormatMarker marker, Path device) throws IOException {
    try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ)) {
      Edges edges = Edges.of(channel);
      List<Superblock> found = Superblocks.in(edges.head());
      boolean made =
          found.size() == 1
              && isOf(Optional.of(marker), found.getFirst())
              && found.getFirst().size() <= FormatMarker.offset(edges.size());
      return made || read(channel, marker.volume()) instanceof DeviceContent.HalfFormatted;
    }
  }

  private static boolean isOf(Optional<FormatMarker> marker, Superblock found) {
    return marker.filter(begun -> begun.filesystem().equals(found.uuid())).isPresent();
  }

  /** Nobody has written behind the marker, and neither mkfs does, but for zeroes. */
  private static boolean isEndZero(FileChannel channel) throws IOException {
    return isMebibyteZero(channel, FormatMarker.end(channel.size()), ByteBuffer.allocate(PIECE));
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
