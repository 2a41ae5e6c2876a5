package example.ebs.linux.system;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the kernel says of an attached loop device (loop(4), {@code struct loop_info64}).
 *
 * @param device the {@code dev_t} of the file's filesystem
 * @param inode the file's number there
 * @param whole whether the device is all of the file, and not a part of it
 */
public record LoopStatus(
    long device, long inode, boolean whole, boolean readOnly, boolean autoclear) {
  static final int SIZE = 232;
  static final int FLAGS = 52;
  static final int READ_ONLY = 1;
  static final int AUTOCLEAR = 4;
  private static final int INODE = 8;
  private static final int OFFSET = 24;
  private static final int SIZE_LIMIT = 32;

  static LoopStatus of(byte[] information) {
    ByteBuffer buffer = ByteBuffer.wrap(information).order(ByteOrder.nativeOrder());
    int flags = buffer.getInt(FLAGS);
    return new LoopStatus(
        buffer.getLong(0),
        buffer.getLong(INODE),
        buffer.getLong(OFFSET) == 0 && buffer.getLong(SIZE_LIMIT) == 0,
        (flags & READ_ONLY) != 0,
        (flags & AUTOCLEAR) != 0);
  }
}
