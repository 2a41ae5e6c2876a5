package example.ebs.local.store;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Deadline;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.Errno;
import example.ebs.linux.system.SystemCallException;
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
import java.util.Optional;
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
  private final String prefix;

  /**
   * The part of the trash with that prefix.
   *
   * @param prefix ends in a dot; what is not a volume's own must not stop the removal of it. Empty
   *     means all
   */
  Trash(OpenStore store, Clock clock, String prefix) {
    this.store = store;
    this.clock = clock;
    this.prefix = prefix;
  }

  /** Takes what has that name, whatever it is; nothing there is done already. */
  void take(Descriptor parent, String name) {
    try (Descriptor trash = store.own(OpenStore.TRASH)) {
      store.files().rename(parent, name, trash, unused(prefix));
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
      Round round = round(trash, deadline);
      while (round.deletedSome()) {
        // What was brought up meanwhile comes next.
        round = round(trash, deadline);
      }
      if (round.stuck().isPresent()) {
        throw round.stuck().get();
      }
    } catch (IOException failed) {
      throw StoreFailures.of(this + " cannot be emptied", failed);
    } catch (DirectoryIteratorException failed) {
      throw StoreFailures.of(
          this + " cannot be emptied", new IOException(failed.getMessage(), failed));
    }
  }

  private record Round(boolean deletedSome, Optional<Failure> stuck) {}

  private Round round(Descriptor trash, Deadline deadline) throws IOException {
    boolean some = false;
    Optional<Failure> stuck = Optional.empty();
    try (DirectoryStream<Path> listed = Files.newDirectoryStream(trash.path(), prefix + "*")) {
      SecureDirectoryStream<Path> folder = secure(listed);
      for (Path entry : folder) {
        requireTime(deadline);
        try {
          delete(folder, entry.getFileName(), deadline);
          some = true;
        } catch (NoSuchFileException _) {
          // Somebody else empties the trash as well.
        } catch (IOException failed) {
          stuck = Optional.of(notDeleted(entry.getFileName(), failed));
        }
      }
    }
    return new Round(some, stuck);
  }

  /** Its name begins with the volume's id. */
  private Failure notDeleted(Path entry, IOException failed) {
    return StoreFailures.of("%s in %s cannot be deleted".formatted(entry, this), failed);
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
        clear(folder, child.getFileName(), trash, unused(prefixOf(name)));
      }
    }
    try {
      trash.deleteDirectory(name);
    } catch (DirectoryNotEmptyException _) {
      // Reading a folder while it changes may pass something over; the next round finds it.
    }
  }

  private static void clear(
      SecureDirectoryStream<Path> folder,
      Path child,
      SecureDirectoryStream<Path> trash,
      String place)
      throws IOException {
    try {
      if (isDirectory(folder, child)) {
        folder.move(child, trash, Path.of(place));
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
      throw new Failure.TimedOut(this + " holds more than can be deleted in one go; ask again");
    }
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    throw new IOException("this system cannot delete by open directories");
  }

  @Override
  public String toString() {
    return "the folder %s of root %s".formatted(OpenStore.TRASH, store);
  }

  private static String prefixOf(Path name) {
    String text = name.toString();
    return text.substring(0, text.indexOf('.') + 1);
  }

  private static String unused(String prefix) {
    return prefix + UUID.randomUUID();
  }
}
