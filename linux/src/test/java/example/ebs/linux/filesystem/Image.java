package example.ebs.linux.filesystem;

import example.ebs.csi.Shell;
import example.ebs.linux.device.Device;
import example.ebs.linux.device.DeviceNumber;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/** A file that stands for a device: it can be read, formatted and probed without being root. */
record Image(Path file) {
  static final String VOLUME = "vol-0123456789abcdef0";
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

  byte[] bytes(long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    try (RandomAccessFile access = open()) {
      access.seek(offset < 0 ? access.length() + offset : offset);
      access.readFully(bytes);
    }
    return bytes;
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

  /** With an ext4 of that size, as mkfs.ext4 reads it. */
  Image ext4(String size) {
    Shell.run("mkfs.ext4", "-q", "-F", file.toString(), size);
    return this;
  }

  /** The marker of a format that was begun on it. */
  FormatMarker mark() throws IOException {
    FormatMarker marker = new FormatMarker(VOLUME, UUID.randomUUID());
    marker.write(file);
    return marker;
  }

  boolean isMarked() throws IOException {
    return FormatMarker.on(file, VOLUME).isPresent();
  }

  DeviceContent content() {
    return DeviceReader.read(file, VOLUME);
  }

  Shell.Result blkid() {
    return Shell.result("blkid", "-p", file.toString());
  }

  VolumeDevice device(boolean readOnly) {
    return new VolumeDevice(new Device(file, new DeviceNumber(7, 0), readOnly), VOLUME);
  }

  private RandomAccessFile open() throws IOException {
    return new RandomAccessFile(file.toFile(), "rw");
  }
}
