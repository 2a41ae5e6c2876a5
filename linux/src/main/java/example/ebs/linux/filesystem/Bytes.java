package example.ebs.linux.filesystem;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** A piece of a device, with the reads that superblocks need; beyond its end everything is zero. */
record Bytes(ByteBuffer buffer) {

  boolean hasAt(int offset, String magic) {
    return hasAt(offset, magic.getBytes(StandardCharsets.ISO_8859_1));
  }

  boolean hasAt(int offset, byte... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (unsigned(offset + i) != (magic[i] & 0xff)) {
        return false;
      }
    }
    return true;
  }

  String text(int offset, int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) unsigned(offset + i);
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  int unsigned(int offset) {
    return offset < 0 || offset >= buffer.limit() ? 0 : buffer.get(offset) & 0xff;
  }

  int littleShort(int offset) {
    return unsigned(offset) | unsigned(offset + 1) << 8;
  }

  long littleInt(int offset) {
    return littleShort(offset) | (long) littleShort(offset + 2) << 16;
  }

  long littleLong(int offset) {
    return littleInt(offset) | littleInt(offset + 4) << 32;
  }

  int bigShort(int offset) {
    return unsigned(offset) << 8 | unsigned(offset + 1);
  }

  long bigInt(int offset) {
    return (long) bigShort(offset) << 16 | bigShort(offset + 2);
  }

  long bigLong(int offset) {
    return bigInt(offset) << 32 | bigInt(offset + 4);
  }

  UUID uuid(int offset) {
    return new UUID(bigLong(offset), bigLong(offset + 8));
  }

  long crc32c(int offset, int length) {
    return crc32c(offset, length, length, 0);
  }

  /** The sum over what has its own sum in it, which counts as zero there. */
  long crc32c(int offset, int length, int sum, int sumLength) {
    return checksum(new CRC32C(), offset, length, sum, sumLength);
  }

  long crc32(int offset, int length, int sum, int sumLength) {
    return checksum(new CRC32(), offset, length, sum, sumLength);
  }

  private long checksum(Checksum checksum, int offset, int length, int sum, int sumLength) {
    for (int i = 0; i < length; i++) {
      checksum.update(i >= sum && i < sum + sumLength ? 0 : unsigned(offset + i));
    }
    return checksum.getValue();
  }

  boolean isZero(int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (unsigned(i) != 0) {
        return false;
      }
    }
    return true;
  }

  boolean isZero() {
    int wholeWords = buffer.limit() / Long.BYTES * Long.BYTES;
    for (int i = 0; i < wholeWords; i += Long.BYTES) {
      if (buffer.getLong(i) != 0) {
        return false;
      }
    }
    for (int i = wholeWords; i < buffer.limit(); i++) {
      if (buffer.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  int length() {
    return buffer.limit();
  }
}
