package example.ebs.command.demo.local;

import example.ebs.linux.system.LinuxMounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a container is to a volume: a root folder of its own, in which the container runtime has
 * bound the pod's folder.
 *
 * @param data where its program sees the volume
 */
record Container(Path data) {
  private static final LinuxMounts MOUNTS = new LinuxMounts();

  static Container start(Path root, Path podFolder) {
    try {
      Path data = Files.createDirectories(root.resolve("data"));
      MOUNTS.bind(podFolder, data, 0, 0);
      return new Container(data);
    } catch (IOException unable) {
      throw new UncheckedIOException("cannot make " + root, unable);
    }
  }

  void stop() {
    var _ = MOUNTS.unmount(data);
  }

  void write(String name, String text) {
    try {
      var _ = Files.writeString(data.resolve(name), text);
    } catch (IOException unable) {
      throw new UncheckedIOException("cannot write: " + unable.getMessage(), unable);
    }
  }

  String read(String name) {
    try {
      return Files.readString(data.resolve(name));
    } catch (IOException unable) {
      throw new UncheckedIOException("cannot read: " + unable.getMessage(), unable);
    }
  }
}
