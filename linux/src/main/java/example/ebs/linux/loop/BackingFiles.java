package example.ebs.linux.loop;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.system.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What an open file is, asked by its descriptor. */
final class BackingFiles {
  private static final int TYPE = 0xf000;
  private static final int REGULAR = 0x8000;
  private static final int SECTOR = 512;

  private BackingFiles() {}

  static BackingFile of(Descriptor file) {
    return identity(attributes(file));
  }

  /** The same, if it can be a device. Opening a pipe, say, might never end. */
  static BackingFile attachable(Descriptor file) {
    Map<String, Object> attributes = attributes(file);
    boolean regular = ((Integer) attributes.getOrDefault("mode", 0) & TYPE) == REGULAR;
    if (!regular || (Long) attributes.getOrDefault("size", 0L) < SECTOR) {
      throw new Failure.InvalidRequest(
          "%s cannot be attached as a device: it must be a regular file of at least %d bytes"
              .formatted(name(file), SECTOR));
    }
    return identity(attributes);
  }

  /** The file's name now, for messages. */
  static String name(Descriptor file) {
    try {
      return Files.readSymbolicLink(file.path()).toString();
    } catch (IOException unknown) {
      return file.path().toString();
    }
  }

  private static BackingFile identity(Map<String, Object> attributes) {
    return new BackingFile(
        (Long) attributes.getOrDefault("dev", 0L), (Long) attributes.getOrDefault("ino", 0L));
  }

  private static Map<String, Object> attributes(Descriptor file) {
    Path path = file.path();
    try {
      return Files.readAttributes(path, "unix:dev,ino,mode,size");
    } catch (IOException failed) {
      throw new Failure.Internal(path + " cannot be looked at: " + failed.getMessage(), failed);
    }
  }
}
