package example.ebs.linux.filesystem;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * The beginning and the end of a device, where everything that owns one says so.
 *
 * @param size of the whole device in bytes
 */
record Edges(Bytes head, Bytes tail, long size) {
  private static final int LENGTH = 128 * 1024;
  private static final int MD_UNIT = 64 * 1024;

  static Edges of(FileChannel channel) throws IOException {
    long size = channel.size();
    // From a multiple of 64 KiB, because one of the RAID formats counts in those.
    long tailStart = Math.max(0, (size - LENGTH) / MD_UNIT * MD_UNIT);
    return new Edges(
        DeviceReader.bytes(channel, 0, LENGTH),
        DeviceReader.bytes(channel, tailStart, (int) (size - tailStart)),
        size);
  }

  /** Where in the tail that byte of the device is. */
  int inTail(long offset) {
    return (int) (offset - (size - tail.length()));
  }
}
