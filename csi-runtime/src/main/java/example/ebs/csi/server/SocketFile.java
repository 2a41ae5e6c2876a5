package example.ebs.csi.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that stands for a unix socket: whose it is, and whether it may be replaced. */
final class SocketFile {
  private static final Logger LOG = LoggerFactory.getLogger(SocketFile.class);

  /** Five characters, so that the other name of a socket is hardly longer than its own. */
  private static final long NUMBERS = 36 * 36 * 36 * 36 * 36;

  private SocketFile() {}

  /**
   * Makes way for a new socket: removes one that nobody listens on any more, such as a killed
   * process leaves.
   *
   * @throws IllegalStateException when somebody listens on it, or when it is no socket at all
   */
  static void makeWay(Path path) throws IOException {
    if (!Files.isDirectory(path.resolveSibling("."))) {
      throw new IllegalStateException(
          "the folder of the socket "
              + path
              + " does not exist; create it, or choose another place for the socket");
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!isSocket(path)) {
      throw new IllegalStateException(path + " exists and is not a socket; it was left as it is");
    }
    if (answers(path)) {
      throw new IllegalStateException(
          "another process serves "
              + path
              + "; stop it first, or choose another place for the socket");
    }
    Files.delete(path);
  }

  /**
   * Where to listen before anybody may connect: gRPC removes what is at the path on which it was
   * told to listen when it ends, and by then that may be another process's. Kubelets pass over such
   * a name.
   */
  static Path beside(Path path) throws IOException {
    long number = 31L * path.toString().hashCode() + ProcessHandle.current().pid();
    Path beside =
        path.resolveSibling(
            "." + Long.toString(Math.floorMod(number, NUMBERS), Character.MAX_RADIX));
    Files.deleteIfExists(beside);
    return beside;
  }

  /** Gives a socket its real name, and takes away the other. */
  static void show(Path beside, Path path) throws IOException {
    try {
      Files.createLink(path, beside);
    } catch (FileAlreadyExistsException another) {
      throw new IllegalStateException(
          "another process has just begun to serve " + path + "; stop it first", another);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** Removes it if it is that file still. */
  static void remove(Path path, Optional<Object> identity) {
    try {
      if (identity.isPresent() && identity(path).equals(identity)) {
        Files.deleteIfExists(path);
      }
    } catch (IOException unable) {
      LOG.warn("the socket {} cannot be removed, and nobody serves it now", path, unable);
    }
  }

  /** Owner and group only: whoever can connect can detach disks. */
  static void restrict(Path path) {
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
    } catch (IOException unable) {
      throw new UncheckedIOException("cannot restrict who may connect to " + path, unable);
    }
  }

  /** What tells the file from any other that may come to be at its path; empty where none is. */
  static Optional<Object> identity(Path path) {
    try {
      return Optional.ofNullable(
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .fileKey());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static boolean isSocket(Path path) throws IOException {
    int type = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0170000;
    return type == 0140000;
  }

  private static boolean answers(Path path) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException refused) {
      return false;
    }
  }
}
