package example.ebs.emulator.device;

import example.ebs.emulator.process.Commands;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Copies of volume files. Where the filesystem shares blocks (xfs, btrfs) a copy is one of its own
 * operations, which is of one moment and takes no room. Elsewhere the written parts are copied, and
 * only a copy during which nothing was written counts: the kernel counts a device's writes.
 *
 * <p>Like EBS this copies what has come to the volume, and not what a filesystem on it still keeps
 * in memory.
 */
public final class CopiedFiles implements ContentCopies {
  private static final int TRIES = 50;

  private final SparseFiles files;
  private final LoopTable loops;
  private final Commands commands;

  public CopiedFiles(SparseFiles files, Commands commands) {
    this(files, commands, new LoopTable(Path.of("/sys/block")));
  }

  CopiedFiles(SparseFiles files, Commands commands, LoopTable loops) {
    this.files = files;
    this.commands = commands;
    this.loops = loops;
  }

  @Override
  public void copy(String sourceId, String id, int sizeGib) throws IOException {
    Path copy = files.copying(id);
    try {
      if (!shared(files.path(sourceId), copy)) {
        copyInAQuietMoment(sourceId, copy);
      }
      finish(copy, sizeGib);
    } catch (IOException e) {
      Files.deleteIfExists(copy);
      throw String.valueOf(e.getMessage()).contains("No space left on device")
          ? files.unmade(sizeGib, new NoRoomException(String.valueOf(e.getMessage()), e))
          : e;
    }
  }

  private boolean shared(Path source, Path copy) throws IOException {
    try {
      commands.run("cp", "--reflink=always", source.toString(), copy.toString());
      return true;
    } catch (IOException notHere) {
      Files.deleteIfExists(copy);
      return false;
    }
  }

  private void copyInAQuietMoment(String sourceId, Path copy) throws IOException {
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<String> before = writes(sourceId);
      if (before.isPresent()) {
        commands.run(
            "cp",
            "--reflink=never",
            "--sparse=always",
            files.path(sourceId).toString(),
            copy.toString());
        if (writes(sourceId).equals(before)) {
          return;
        }
      }
    }
    throw new IOException(
        "%s was written to during each of %d copies, so none of them is of one moment; put --state-dir on a filesystem that can share blocks (xfs, btrfs), or write less"
            .formatted(sourceId, TRIES));
  }

  /** Empty while something is being written; otherwise the same as long as nothing is. */
  private Optional<String> writes(String sourceId) throws IOException {
    StringBuilder all = new StringBuilder();
    for (int loop : loops.named(SparseFiles.name(sourceId))) {
      Optional<String> writes = loops.writes(loop);
      if (writes.isEmpty()) {
        return Optional.empty();
      }
      all.append(writes.get()).append(' ');
    }
    return Optional.of(all.toString());
  }

  private static void finish(Path copy, int sizeGib) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
      long bytes = sizeGib * (1L << 30);
      if (file.length() < bytes) {
        file.setLength(bytes);
      }
      file.getFD().sync();
    }
  }

  @Override
  public boolean keep(String id) throws IOException {
    if (Files.exists(files.copying(id))) {
      Files.move(files.copying(id), files.path(id), StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.exists(files.path(id));
  }
}
