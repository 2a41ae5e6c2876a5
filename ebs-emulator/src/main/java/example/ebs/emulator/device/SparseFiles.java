package example.ebs.emulator.device;

import example.ebs.emulator.process.Commands;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Volumes as sparse files, {@code vol-0123456789abcdef0.img}, which take only what is written. */
public final class SparseFiles implements VolumeFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SparseFiles.class);
  private static final String SUFFIX = ".img";
  private static final String COPYING = SUFFIX + ".new";
  private static final String ALL = "{vol,snap}-*" + SUFFIX;
  private static final String ALL_COPYING = "{vol,snap}-*" + COPYING;

  private final Path directory;
  private final Commands commands;
  private final LoopTable loops = new LoopTable(Path.of("/sys/block"));

  public SparseFiles(Path directory, Commands commands) {
    this.directory = directory;
    this.commands = commands;
  }

  static String name(String volumeId) {
    return volumeId + SUFFIX;
  }

  Path path(String volumeId) {
    return directory.resolve(name(volumeId));
  }

  /** Where a copy is until the state that has it is known to be saved. */
  Path copying(String id) {
    return directory.resolve(id + COPYING);
  }

  @Override
  public void create(String volumeId, int sizeGib) throws IOException {
    long bytes = sizeGib * (1L << 30);
    Path path = path(volumeId);
    if (Files.exists(path)) {
      return;
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      setLength(file, bytes);
      file.getFD().sync();
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw unmade(sizeGib, e);
    }
  }

  IOException unmade(int sizeGib, IOException cause) {
    String message =
        "a file of %d GiB cannot be made in %s: %s; make room there, or use a filesystem with larger files for --state-dir"
            .formatted(sizeGib, directory, cause.getMessage());
    return cause instanceof NoRoomException || isFull()
        ? new NoRoomException(message, cause)
        : new IOException(message, cause);
  }

  @Override
  public void grow(String volumeId, int sizeGib) throws IOException {
    long bytes = sizeGib * (1L << 30);
    Path path = path(volumeId);
    if (Files.size(path) >= bytes) {
      return;
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      setLength(file, bytes);
      file.getFD().sync();
    } catch (IOException e) {
      throw unmade(sizeGib, e);
    }
  }

  /**
   * What a file that could be made cannot be: larger than its filesystem's files (ext4: 16 TiB), or
   * than what is left to its user.
   */
  private static void setLength(RandomAccessFile file, long bytes) throws IOException {
    try {
      file.setLength(bytes);
    } catch (IOException tooLong) {
      throw new NoRoomException(String.valueOf(tooLong.getMessage()), tooLong);
    }
  }

  private boolean isFull() {
    try {
      return Files.getFileStore(directory).getUsableSpace() == 0;
    } catch (IOException unknown) {
      return false;
    }
  }

  @Override
  public void delete(String volumeId) throws IOException {
    Files.deleteIfExists(path(volumeId));
    Files.deleteIfExists(copying(volumeId));
  }

  /**
   * A file that no state names was made by a request that never got its answer, and then nobody has
   * written to it; or the state is not the right one. Where it lies it is found again with the
   * right one.
   */
  @Override
  public void removeLeftovers(Set<String> volumeIds) throws IOException {
    removeUnanswered(volumeIds);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ALL)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!volumeIds.contains(name.substring(0, name.length() - SUFFIX.length()))) {
          removeUnlessWritten(file);
        }
      }
    }
  }

  /** Nobody ever had an answer for a copy that the state does not know. */
  private void removeUnanswered(Set<String> ids) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ALL_COPYING)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!ids.contains(name.substring(0, name.length() - COPYING.length()))) {
          Files.delete(file);
          LOG.info("{} is removed: a copy that a request never got an answer for", file);
        }
      }
    }
  }

  private void removeUnlessWritten(Path file) throws IOException {
    if (neverWritten(file)) {
      Files.delete(file);
      LOG.info(
          "{} is removed: nothing was ever written to it, and it belongs to no volume; a CreateVolume that was never answered leaves such a file",
          file);
    } else {
      LOG.warn(
          "{} belongs to no volume or snapshot that the state knows, and may hold data, so it stays. If it is one of yours, stop the emulator and put back the state.json and state.journal that know it; if not, delete the file",
          file);
    }
  }

  /** No block of its own, and no device either, which may keep back what is written to it. */
  private boolean neverWritten(Path file) {
    try {
      return loops.named(file.getFileName().toString()).isEmpty()
          && commands.run("stat", "--format=%b", file.toString()).equals("0");
    } catch (IOException unknown) {
      LOG.warn("whether {} holds anything cannot be told: {}", file, unknown.toString());
      return false;
    }
  }

  @Override
  public void refuseAny() throws IOException {
    if (anyIn(directory)) {
      throw new IOException(
          "%s has volumes, but the state.json that says what they are is gone; put it back with its state.journal, or use another --state-dir"
              .formatted(directory));
    }
  }

  /** Whether a directory has the file of any volume. */
  public static boolean anyIn(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ALL)) {
      return files.iterator().hasNext();
    }
  }
}
