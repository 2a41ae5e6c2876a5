package example.ebs.emulator.device;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Volumes as sparse files, {@code vol-0123456789abcdef0.img}, which take only what is written. */
public final class SparseFiles implements VolumeFiles {
  private static final String SUFFIX = ".img";
  private static final String ALL = "vol-*" + SUFFIX;

  private final Path directory;

  public SparseFiles(Path directory) {
    this.directory = directory;
  }

  static String name(String volumeId) {
    return volumeId + SUFFIX;
  }

  Path path(String volumeId) {
    return directory.resolve(name(volumeId));
  }

  @Override
  public void create(String volumeId, int sizeGib) throws IOException {
    long bytes = sizeGib * (1L << 30);
    Path path = path(volumeId);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(bytes);
      file.getFD().sync();
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw new IOException(
          "no file of %d GiB in %s: %s; use a filesystem with larger files for --state-dir"
              .formatted(sizeGib, directory, e.getMessage()),
          e);
    }
  }

  @Override
  public void delete(String volumeId) throws IOException {
    Files.deleteIfExists(path(volumeId));
  }

  /** A file that no state names was made by a request that never got its answer. */
  @Override
  public void keepOnly(Set<String> volumeIds) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ALL)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!volumeIds.contains(name.substring(0, name.length() - SUFFIX.length()))) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public void refuseAny() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ALL)) {
      if (files.iterator().hasNext()) {
        throw new IOException(
            "%s has volumes, but the state.json that says what they are is gone; put it back with its state.journal, or use another --state-dir"
                .formatted(directory));
      }
    }
  }
}
