package example.ebs.node.device;

import example.ebs.csi.model.VolumeId;
import example.ebs.linux.device.SystemFile;
import java.nio.file.Path;
import java.util.Optional;

/** The file behind a loop device, which an emulator calls {@code vol-….img}. */
record LoopFile() implements DeviceWord {
  private static final String DELETED = " (deleted)";
  private static final String IMAGE = ".img";

  @Override
  public Optional<VolumeId> volume(Path device) {
    return path(device)
        .map(path -> path.substring(path.lastIndexOf('/') + 1))
        .filter(name -> name.endsWith(IMAGE))
        .flatMap(name -> VolumeId.parse(name.substring(0, name.length() - IMAGE.length())));
  }

  /** The file's path, if it is a loop device that has one. */
  static Optional<String> path(Path device) {
    return SystemFile.read(device.resolve("loop/backing_file"))
        .map(
            file ->
                file.endsWith(DELETED)
                    ? file.substring(0, file.length() - DELETED.length())
                    : file);
  }
}
