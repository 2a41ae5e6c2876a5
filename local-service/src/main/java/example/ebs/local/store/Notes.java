package example.ebs.local.store;

import example.ebs.csi.failure.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Small files in a folder of the driver's own: whole or not there, and on disk when a method
 * returns. Safe for use by many threads of one process.
 *
 * @param folder which this class makes
 */
record Notes(Path folder) {
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final String HALF = ".new-";

  /** What is noted under that name. */
  Optional<String> read(String name) {
    try {
      return Optional.of(Files.readString(file(name)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw new Failure.PreconditionFailed("note " + file(name) + " cannot be read", unreadable);
    }
  }

  Set<String> names() {
    try (Stream<Path> notes = Files.list(folder)) {
      return notes
          .map(note -> String.valueOf(note.getFileName()))
          .filter(name -> !name.startsWith(HALF))
          .collect(Collectors.toSet());
    } catch (NoSuchFileException _) {
      return Set.of();
    } catch (IOException unreadable) {
      throw new Failure.PreconditionFailed("notes in " + folder + " cannot be read", unreadable);
    }
  }

  void write(String name, String text) {
    synchronized (Notes.class) {
      writeAlone(name, text);
    }
  }

  private void writeAlone(String name, String text) {
    try {
      make();
      WholeFile.write(file(name), folder.resolve(HALF + name), text);
      sync(folder);
    } catch (IOException failed) {
      throw StoreFailures.of("note " + file(name) + " cannot be written", failed);
    }
  }

  private void make() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, PRIVATE);
      sync(folder.resolveSibling("."));
    }
  }

  /** Nothing there is removed already. */
  void remove(String name) {
    try {
      if (Files.deleteIfExists(file(name))) {
        sync(folder);
      }
    } catch (IOException failed) {
      throw StoreFailures.of("note " + file(name) + " cannot be removed", failed);
    }
  }

  /** For messages to those who remove one by hand. */
  Path file(String name) {
    return folder.resolve(name);
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
