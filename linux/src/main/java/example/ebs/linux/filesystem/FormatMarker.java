package example.ebs.linux.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * A block that says "this filesystem is being made on this volume, which was blank before".
 *
 * <p>It lies behind the end of the filesystem, which is made smaller than its device for it: so it
 * can be no part of a filesystem of ours, and what is part of a filesystem can be no marker. It is
 * written before mkfs begins and erased once mkfs has ended; docs/design/formatting.md has the
 * reasons.
 *
 * @param volume whose device it is on: a copy on another volume says nothing
 * @param filesystem what mkfs was told to use as the filesystem's UUID
 */
record FormatMarker(String volume, UUID filesystem) {
  /** The smallest device that has room for it; EBS makes none below a GiB. */
  static final long SMALLEST_DEVICE = 16L << 20;

  private static final int LENGTH = 4096;
  // More than the 128 KiB at the device's end that mkfs.xfs clears.
  private static final long FROM_END = 1L << 20;
  private static final int UUID_LENGTH = 36;
  private static final String TEXT =
      "ebs.example is making the filesystem %s on volume %s, which was blank before.\n";
  private static final int UUID_START = TEXT.indexOf("%s");

  /** The one on that volume's device, if there is one. */
  static Optional<FormatMarker> on(FileChannel channel, String volume) throws IOException {
    if (channel.size() < SMALLEST_DEVICE) {
      return Optional.empty();
    }
    Bytes found = DeviceReader.bytes(channel, offset(channel.size()), LENGTH);
    return uuid(found.text(UUID_START, UUID_LENGTH))
        .map(filesystem -> new FormatMarker(volume, filesystem))
        .filter(marker -> found.hasAt(0, marker.block()));
  }

  static Optional<FormatMarker> on(Path device, String volume) throws IOException {
    try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ)) {
      return on(channel, volume);
    }
  }

  void write(Path device) throws IOException {
    write(device, block());
  }

  static void erase(Path device) throws IOException {
    write(device, new byte[LENGTH]);
  }

  private static void write(Path device, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(device, StandardOpenOption.WRITE)) {
      ByteBuffer block = ByteBuffer.wrap(content);
      long offset = offset(channel.size());
      while (block.hasRemaining()) {
        channel.write(block, offset + block.position());
      }
      channel.force(true);
    }
  }

  private byte[] block() {
    byte[] text = TEXT.formatted(filesystem, volume).getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(text, LENGTH);
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException other) {
      return Optional.empty();
    }
  }

  /** The first byte of the marker's block, and the size of the filesystem before it. */
  static long offset(long deviceSize) {
    return (deviceSize - FROM_END) / LENGTH * LENGTH;
  }

  /** The first byte behind the marker's block. */
  static long end(long deviceSize) {
    return offset(deviceSize) + LENGTH;
  }
}
