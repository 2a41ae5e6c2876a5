package example.ebs.node.filesystem;

import example.ebs.node.Shell;
import example.ebs.node.device.Device;
import example.ebs.node.device.DeviceNumber;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file that stands for a device: it can be read, formatted and probed without being root. */
record Image(Path file) {
  static final int BLKID_FOUND_NOTHING = 2;

  static Image blank(Path folder, long mebibytes) throws IOException {
    Image image = new Image(folder.resolve("image-" + mebibytes + "-" + System.nanoTime()));
    try (RandomAccessFile access = image.open()) {
      access.setLength(mebibytes << 20);
    }
    return image;
  }

  /** Writes at an offset; a negative one counts from the end. */
  Image put(long offset, byte... bytes) throws IOException {
    try (RandomAccessFile access = open()) {
      access.seek(offset < 0 ? access.length() + offset : offset);
      access.write(bytes);
    }
    return this;
  }

  Image put(long offset, String text) throws IOException {
    return put(offset, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Image putLittleInt(long offset, int value) throws IOException {
    return put(
        offset, (byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24));
  }

  Image run(String... command) {
    String[] whole = java.util.Arrays.copyOf(command, command.length + 1);
    whole[command.length] = file.toString();
    Shell.run(whole);
    return this;
  }

  DeviceContent content() {
    return DeviceReader.read(file);
  }

  Shell.Result blkid() {
    return Shell.result("blkid", "-p", file.toString());
  }

  Device device(boolean readOnly) {
    return new Device(file, new DeviceNumber(7, 0), readOnly);
  }

  private RandomAccessFile open() throws IOException {
    return new RandomAccessFile(file.toFile(), "rw");
  }
}
