package example.ebs.local.stats;

import example.ebs.linux.system.DeepFolders;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds up the lengths of the files in a directory; of one that is too large or too deep nothing is
 * said, rather than a part of it. Nor is of one that cannot be read, or changes so that it cannot:
 * what is used is only told, and is no reason to fail a call.
 */
final class UsedBytes {
  /** As many as take about a second. */
  private static final int MOST_ENTRIES = 200_000;

  /** Each level keeps a directory open. */
  private static final int DEEPEST = 100;

  private static final DeepFolders FOLDERS = DeepFolders.ofProcess();

  private static final Logger LOG = LoggerFactory.getLogger(UsedBytes.class);

  private long bytes;
  private int entries;

  private UsedBytes() {}

  static OptionalLong of(Path directory) {
    UsedBytes sum = new UsedBytes();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      boolean whole =
          stream instanceof SecureDirectoryStream<Path> secure && sum.addsAll(secure, 0);
      return whole ? OptionalLong.of(sum.bytes) : OptionalLong.empty();
    } catch (IOException | DirectoryIteratorException unreadable) {
      LOG.debug("what {} holds cannot be added up: {}", directory, unreadable.getMessage());
      return OptionalLong.empty();
    }
  }

  private boolean addsAll(SecureDirectoryStream<Path> folder, int depth) throws IOException {
    for (Path child : folder) {
      entries++;
      if (entries > MOST_ENTRIES) {
        return false;
      }
      try {
        if (!adds(folder, child.getFileName(), depth)) {
          return false;
        }
      } catch (NoSuchFileException | NotDirectoryException _) {
        // Removed while it was looked at, or something else by now.
      }
    }
    return true;
  }

  private boolean adds(SecureDirectoryStream<Path> folder, Path name, int depth)
      throws IOException {
    BasicFileAttributes attributes =
        folder
            .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes();
    if (!attributes.isDirectory()) {
      bytes += attributes.isRegularFile() ? attributes.size() : 0;
      return true;
    }
    return addsFolder(folder, name, depth + 1);
  }

  private boolean addsFolder(SecureDirectoryStream<Path> folder, Path name, int depth)
      throws IOException {
    if (depth > DEEPEST || !FOLDERS.enters(depth)) {
      return false;
    }
    try (SecureDirectoryStream<Path> inner =
        folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
      return addsAll(inner, depth);
    } finally {
      FOLDERS.leave(depth);
    }
  }
}
