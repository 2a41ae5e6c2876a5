package example.ebs.node.filesystem;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

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

  long bigInt(int offset) {
    return offset + 4 > buffer.limit()
        ? 0
        : buffer.order(ByteOrder.BIG_ENDIAN).getInt(offset) & 0xffff_ffffL;
  }

  long bigLong(int offset) {
    return bigInt(offset) << 32 | bigInt(offset + 4);
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
