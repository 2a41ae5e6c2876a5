package example.ebs.node.local.store;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Deadline;
import example.ebs.node.system.Descriptor;
import example.ebs.node.system.Errno;
import example.ebs.node.system.SystemCallException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.time.Clock;
import java.util.UUID;

/**
 * Where what is to be deleted goes in one step, and is then deleted piece by piece.
 *
 * <p>Deletes by open directories and follows no link. Folders within folders are first brought up
 * here, so that no depth is too deep; the kernel does not let one be moved on which something is
 * mounted, so that no other filesystem is ever entered.
 */
final class Trash {
  private final OpenStore store;
  private final Clock clock;

  Trash(OpenStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Takes what has that name, whatever it is; nothing there is done already. */
  void take(Descriptor parent, String name) {
    try (Descriptor trash = store.own(OpenStore.TRASH)) {
      store.files().rename(parent, name, trash, unused());
      store.sync(parent);
    } catch (SystemCallException failed) {
      if (failed.errno() != Errno.ENOENT) {
        throw StoreFailures.of(name + " in root " + store + " cannot be removed", failed);
      }
    }
  }

  /**
   * Deletes what is here.
   *
   * @throws Failure.TimedOut when the deadline passes first; the next call goes on
   */
  void empty(Deadline deadline) {
    try (Descriptor trash = store.own(OpenStore.TRASH)) {
      while (deletesSome(trash, deadline)) {
        // What was brought up meanwhile comes next.
      }
    } catch (IOException failed) {
      throw StoreFailures.of("the rest of a removed volume in root " + store, failed);
    } catch (DirectoryIteratorException failed) {
      throw StoreFailures.of(
          "the rest of a removed volume in root " + store,
          new IOException(failed.getMessage(), failed));
    }
  }

  private boolean deletesSome(Descriptor trash, Deadline deadline) throws IOException {
    boolean some = false;
    try (DirectoryStream<Path> listed = Files.newDirectoryStream(trash.path())) {
      SecureDirectoryStream<Path> folder = secure(listed);
      for (Path entry : folder) {
        some = true;
        delete(folder, entry.getFileName(), deadline);
      }
    }
    return some;
  }

  private void delete(SecureDirectoryStream<Path> trash, Path name, Deadline deadline)
      throws IOException {
    if (!isDirectory(trash, name)) {
      trash.deleteFile(name);
      return;
    }
    try (SecureDirectoryStream<Path> folder =
        trash.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
      for (Path child : folder) {
        requireTime(deadline);
        clear(folder, child.getFileName(), trash);
      }
    }
    try {
      trash.deleteDirectory(name);
    } catch (DirectoryNotEmptyException _) {
      // Reading a folder while it changes may pass something over; the next round finds it.
    }
  }

  private static void clear(
      SecureDirectoryStream<Path> folder, Path child, SecureDirectoryStream<Path> trash)
      throws IOException {
    try {
      if (isDirectory(folder, child)) {
        folder.move(child, trash, Path.of(unused()));
      } else {
        folder.deleteFile(child);
      }
    } catch (NoSuchFileException _) {
      // Somebody else empties the trash as well.
    }
  }

  private static boolean isDirectory(SecureDirectoryStream<Path> folder, Path name)
      throws IOException {
    return folder
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes()
        .isDirectory();
  }

  private void requireTime(Deadline deadline) {
    if (deadline.hasPassed(clock)) {
      throw new Failure.TimedOut(
          "a removed volume in root "
              + store
              + " holds more than can be deleted in one go; ask again");
    }
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    throw new IOException("this system cannot delete by open directories");
  }

  private static String unused() {
    return UUID.randomUUID().toString();
  }
}
