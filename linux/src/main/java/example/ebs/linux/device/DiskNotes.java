package example.ebs.linux.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/**
 * What is noted of disks for the next process, each in a symbolic link that leads nowhere.
 *
 * <p>A note is about the very disk that was there, not about its name: it holds the number of the
 * disk's folder in {@code /sys}, which no other disk gets before the next boot, and of which boot
 * it is. Only a loop device keeps its folder from one file to the next.
 *
 * @param folder where the notes are; made when the first is written
 * @param boot the kernel's file with the id of this boot
 */
public record DiskNotes(Path folder, Path boot) {
  /**
   * What is noted of the disk; empty where nothing is, or it was noted of another.
   *
   * @param disk its real folder in {@code /sys}
   */
  public Optional<String> read(Path disk) throws IOException {
    Path note = note(disk);
    if (!Files.isSymbolicLink(note)) {
      return Optional.empty();
    }
    String text = Files.readSymbolicLink(note).toString();
    String identity = identity(disk);
    return text.endsWith(identity)
        ? Optional.of(text.substring(0, text.length() - identity.length()))
        : Optional.empty();
  }

  /** Notes it in place of what was noted before. */
  public void write(Path disk, String text) throws IOException {
    Files.createDirectories(folder);
    Path made = folder.resolve(".new-" + UUID.randomUUID());
    Files.createSymbolicLink(made, Path.of(text + identity(disk)));
    Files.move(made, note(disk), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Notes nothing of the disk any more. */
  public void remove(Path disk) throws IOException {
    Files.deleteIfExists(note(disk));
  }

  private Path note(Path disk) {
    return folder.resolve(String.valueOf(disk.getFileName()));
  }

  private String identity(Path disk) throws IOException {
    String which =
        SystemFile.read(boot).orElseThrow(() -> new IOException(boot + " cannot be read"));
    return "@" + which + "@" + Files.getAttribute(disk, "unix:ino");
  }
}
