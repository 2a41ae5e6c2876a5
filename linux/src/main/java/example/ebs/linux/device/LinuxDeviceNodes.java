package example.ebs.linux.device;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.linux.system.SystemCallException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Nodes in the file tree; new ones go into a folder that only this user can enter. */
public final class LinuxDeviceNodes implements DeviceNodes {
  private static final int TYPE = 0xf000;
  private static final int BLOCK = 0x6000;

  /** Two calls, of either driver, may want the same node at the same time. */
  private static final ReentrantLock MAKING = new ReentrantLock();

  private final Path folder;
  private final LinuxFiles files;

  public LinuxDeviceNodes(Path folder, LinuxFiles files) {
    this.folder = folder;
    this.files = files;
  }

  @Override
  public Optional<DeviceNumber> number(Path node) {
    try {
      Map<String, Object> attributes = Files.readAttributes(node, "unix:mode,rdev");
      boolean block = ((Integer) attributes.getOrDefault("mode", 0) & TYPE) == BLOCK;
      return block
          ? Optional.of(DeviceNumber.of((Long) attributes.getOrDefault("rdev", 0L)))
          : Optional.empty();
    } catch (IOException missing) {
      return Optional.empty();
    }
  }

  @Override
  public Opened open(Path node) {
    try {
      FileChannel channel = FileChannel.open(node, StandardOpenOption.READ);
      return () -> close(node, channel);
    } catch (AccessDeniedException denied) {
      throw new Failure.PreconditionFailed(
          node + " cannot be opened; it must not lie in a folder that is mounted nodev", denied);
    } catch (IOException failed) {
      throw new Failure.Unavailable(
          node + " cannot be opened, ask again: " + failed.getMessage(), failed);
    }
  }

  private static void close(Path node, FileChannel channel) {
    try {
      channel.close();
    } catch (IOException failed) {
      throw new Failure.Internal(node + " cannot be closed", failed);
    }
  }

  @Override
  public Path make(String name, DeviceNumber number) {
    Path node = folder.resolve(name);
    try {
      makeFolder();
      MAKING.lock();
      try {
        if (!number(node).equals(Optional.of(number))) {
          Files.deleteIfExists(node);
          files.makeBlockNode(node, number.encoded());
        }
        FileChannel.open(node, StandardOpenOption.READ).close();
      } finally {
        MAKING.unlock();
      }
      return node;
    } catch (IOException | SystemCallException failed) {
      throw new Failure.PreconditionFailed(
          "device "
              + name
              + " has no node, and none can be made in "
              + folder
              + ", which must be a folder that is not mounted nodev: "
              + failed.getMessage(),
          failed);
    }
  }

  @Override
  public void remove(Predicate<DeviceNumber> unneeded) {
    MAKING.lock();
    try (DirectoryStream<Path> made = Files.newDirectoryStream(folder)) {
      for (Path node : made) {
        if (number(node).filter(unneeded).isPresent()) {
          Files.deleteIfExists(node);
        }
      }
    } catch (NoSuchFileException _) {
      // None was ever made.
    } catch (IOException | DirectoryIteratorException failed) {
      throw new Failure.Internal("nodes in " + folder + " cannot be removed", failed);
    } finally {
      MAKING.unlock();
    }
  }

  private void makeFolder() throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    String found =
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS));
    if (!found.equals("rwx------")) {
      throw new IOException("others may enter it, its mode is " + found);
    }
  }
}
