package example.ebs.node.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A block that says "a filesystem is being made here, and the device was blank before".
 *
 * <p>It is written before mkfs begins and erased once mkfs has ended, so that a device on which
 * mkfs was killed can be told from one with somebody's data. It lies one MiB before the end, where
 * neither mkfs.ext4 (which clears the last 64 KiB) nor mkfs.xfs (the last 128 KiB) writes;
 * docs/design/formatting.md has the reasons.
 */
final class FormatMarker {
  /** The smallest device that has room for it; EBS makes none below a GiB. */
  static final long SMALLEST_DEVICE = 16L << 20;

  private static final int LENGTH = 4096;
  private static final long FROM_END = 1L << 20;
  private static final byte[] TEXT =
      "ebs.example is making a filesystem on this device, which was blank before.\n"
          .getBytes(StandardCharsets.US_ASCII);

  private FormatMarker() {}

  static boolean isOn(FileChannel channel) throws IOException {
    if (channel.size() < SMALLEST_DEVICE) {
      return false;
    }
    Bytes found = DeviceReader.bytes(channel, offset(channel), LENGTH);
    return found.hasAt(0, Arrays.copyOf(TEXT, LENGTH));
  }

  static boolean isOn(Path device) throws IOException {
    try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ)) {
      return isOn(channel);
    }
  }

  static void write(Path device) throws IOException {
    write(device, TEXT);
  }

  static void erase(Path device) throws IOException {
    write(device, new byte[0]);
  }

  private static void write(Path device, byte[] text) throws IOException {
    try (FileChannel channel = FileChannel.open(device, StandardOpenOption.WRITE)) {
      ByteBuffer block = ByteBuffer.wrap(Arrays.copyOf(text, LENGTH));
      long offset = offset(channel);
      while (block.hasRemaining()) {
        channel.write(block, offset + block.position());
      }
      channel.force(true);
    }
  }

  /** The first byte behind the marker's block. */
  static long end(FileChannel channel) throws IOException {
    return offset(channel) + LENGTH;
  }

  private static long offset(FileChannel channel) throws IOException {
    return (channel.size() - FROM_END) / LENGTH * LENGTH;
  }
}
