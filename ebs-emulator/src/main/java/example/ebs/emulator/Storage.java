package example.ebs.emulator;

import example.ebs.emulator.device.BlockDevices;
import example.ebs.emulator.device.ContentCopies;
import example.ebs.emulator.device.CopiedFiles;
import example.ebs.emulator.device.DeviceRoot;
import example.ebs.emulator.device.LoopDevices;
import example.ebs.emulator.device.SparseFiles;
import example.ebs.emulator.device.VolumeFiles;
import example.ebs.emulator.process.Commands;
import example.ebs.emulator.process.ProcessCommands;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;

/** What volumes are made of, as the configuration wants it. */
record Storage(VolumeFiles files, ContentCopies copies, BlockDevices devices) {
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(20);
  private static final Duration COPY_LIMIT = Duration.ofMinutes(5);

  static Storage of(EmulatorConfig config) throws IOException {
    return switch (config.devices()) {
      case NONE -> none(config);
      case LOOP -> loop(config);
    };
  }

  /** States of earlier versions do not say what devices they have, but their volumes lie there. */
  private static Storage none(EmulatorConfig config) throws IOException {
    if (Files.exists(volumes(config)) && SparseFiles.anyIn(volumes(config))) {
      throw new IOException(
          "%s has volumes that were made with --devices loop, and now --devices none is wanted; start with the same as before, or use another --state-dir"
              .formatted(volumes(config)));
    }
    return new Storage(VolumeFiles.none(), ContentCopies.none(), BlockDevices.none());
  }

  private static Storage loop(EmulatorConfig config) throws IOException {
    Commands commands = new ProcessCommands(COMMAND_LIMIT);
    Path root = privateDirectory(config.deviceRoot());
    DeviceRoot.check(root, commands);
    SparseFiles files = new SparseFiles(privateDirectory(volumes(config)), commands);
    CopiedFiles copies = new CopiedFiles(files, new ProcessCommands(COPY_LIMIT));
    return new Storage(files, copies, new LoopDevices(root, files, commands));
  }

  static Path volumes(EmulatorConfig config) {
    return config.stateDirectory().resolve("volumes");
  }

  /**
   * Makes a directory, with those above it, that nobody else may look into. One that is there may
   * be looked into, and nobody else may have put or put anything there: what is written through a
   * link of somebody's is written anywhere.
   */
  static Path privateDirectory(Path directory) throws IOException {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      refuseUnlessOurs(directory);
      return directory.toRealPath();
    } catch (FileSystemException unable) {
      throw new IOException(
          "the folder %s, for volumes or devices, cannot be made: %s: %s; choose another with --state-dir or --device-root"
              .formatted(directory, unable.getFile(), reason(unable)),
          unable);
    }
  }

  private static void refuseUnlessOurs(Path directory) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    UserPrincipal us = Files.getOwner(Path.of("/proc/self"));
    if (found.isSymbolicLink()) {
      throw refused(
          directory, "is a symbolic link to " + directory.toRealPath(), "name what it leads to");
    }
    if (!found.owner().equals(us)) {
      throw refused(
          directory,
          "belongs to the user %s and not to %s".formatted(found.owner(), us),
          "if nobody else has put anything there, chown it");
    }
    if (found.permissions().contains(PosixFilePermission.GROUP_WRITE)
        || found.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
      throw refused(
          directory,
          "can be written by others (%s)"
              .formatted(PosixFilePermissions.toString(found.permissions())),
          "if they have put nothing there, chmod 700 it");
    }
  }

  private static IOException refused(Path directory, String found, String remedy) {
    return new IOException(
        "the folder %s, for volumes or devices, must be of this process's user alone, and it %s; %s, or choose another with --state-dir or --device-root"
            .formatted(directory, found, remedy));
  }

  /** Of the commonest reasons Java tells the file alone. */
  private static String reason(FileSystemException unable) {
    return switch (unable) {
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "is there, and is no folder";
      case NoSuchFileException _ -> "no such file or directory";
      default -> String.valueOf(unable.getReason());
    };
  }
}
