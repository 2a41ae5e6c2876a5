package example.ebs.command.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A private temporary folder with a lock in it, which tells the folder of a living process from
 * that of a killed one.
 *
 * <p>{@link #create} first clears away what killed processes left. Nothing is ever deleted below a
 * mount: where one cannot be unmounted, the folder stays and is named.
 */
public final class Workspace implements AutoCloseable {
  /** The folder in it, by name, that an emulator keeps its state in, if there is one. */
  public static final String EMULATOR = "emulator";

  private static final String LOCK = "lock";
  private static final Set<PosixFilePermission> PRIVATE =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path folder;
  private final FileChannel lock;

  private Workspace(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Makes a folder of this process.
   *
   * @param kind what it is for, as part of its name
   * @throws UncheckedIOException when the temporary folder cannot be written
   */
  public static Workspace create(String kind) {
    try {
      // Locked before it carries the name under which others look for leftovers.
      Path unnamed = Files.createTempDirectory(temporary(), ".ebs-new-");
      FileChannel lock = open(unnamed);
      if (!isFree(lock)) {
        throw new IllegalStateException(
            "somebody locked the new folder " + unnamed + "; start again");
      }
      String unique = unnamed.getFileName().toString().replace(".ebs-new-", "");
      Path named = unnamed.resolveSibling("ebs-" + kind + "-" + unique);
      return new Workspace(Files.move(unnamed, named), lock);
    } catch (IOException unable) {
      throw new UncheckedIOException(
          "cannot make a temporary folder: " + unable.getMessage(), unable);
    }
  }

  /**
   * Clears away what killed processes of that kind left.
   *
   * @return what was found, and what could not be cleared away
   */
  public static List<String> sweep(String kind) {
    List<String> report = new ArrayList<>();
    try (Stream<Path> entries = Files.list(temporary())) {
      for (Path entry :
          entries.filter(path -> isOurs(path, "ebs-" + kind + "-")).sorted().toList()) {
        takeOver(entry, report);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          "cannot look for leftovers of earlier runs in the temporary folder %s: %s; set TMPDIR to one that can be read and written"
              .formatted(System.getProperty("java.io.tmpdir"), unreadable),
          unreadable);
    }
    return report;
  }

  private static void takeOver(Path folder, List<String> report) throws IOException {
    FileChannel lock = open(folder);
    if (!isFree(lock)) {
      lock.close();
      return;
    }
    report.add("cleared away what a killed run left in " + folder);
    try (Workspace left = new Workspace(folder, lock)) {
      report.addAll(left.clear());
    }
  }

  private static boolean isFree(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      // Held by this very process, which lives.
      return false;
    }
  }

  public Path folder() {
    return folder;
  }

  /**
   * Unmounts, takes down and deletes all that is in the folder, and the folder.
   *
   * @return what could not be, with the reason; empty when nothing is left
   */
  public List<String> clear() {
    return Files.exists(folder) ? Clearance.of(folder) : List.of();
  }

  /** Gives up the lock; what is still in the folder is a leftover then. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException unable) {
      throw new UncheckedIOException("cannot release the lock of " + folder, unable);
    }
  }

  private static FileChannel open(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve(LOCK),
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Others may write to the temporary folder too: only a real folder of our own user that nobody
   * else can enter.
   */
  private static boolean isOurs(Path path, String prefix) {
    try {
      return path.getFileName().toString().startsWith(prefix)
          && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(path, LinkOption.NOFOLLOW_LINKS)
              .equals(Files.getOwner(Path.of("/proc/self")))
          && Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).equals(PRIVATE);
    } catch (IOException gone) {
      return false;
    }
  }

  /** Resolved, because the kernel's mount table and loop devices know only real paths. */
  private static Path temporary() throws IOException {
    return Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
  }
}
