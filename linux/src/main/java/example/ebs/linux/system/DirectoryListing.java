package example.ebs.linux.system;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The names in a directory, read piece by piece: a directory of any size takes a few KiB of memory,
 * and a name that is no text in this process's character set is found all the same. For one thread.
 */
public final class DirectoryListing implements AutoCloseable {
  private static final long GETDENTS64 = LinuxFiles.ARM ? 61 : 217;
  private static final int PIECE = 4096;
  // struct linux_dirent64: the record's length, and where the name begins.
  private static final int LENGTH = 16;
  private static final int NAME = 19;

  private final Descriptor directory;
  private final ByteBuffer piece =
      ByteBuffer.wrap(new byte[PIECE]).order(ByteOrder.nativeOrder()).limit(0);

  private DirectoryListing(Descriptor directory) {
    this.directory = directory;
  }

  /**
   * Begins.
   *
   * @throws SystemCallException when it cannot be read
   */
  public static DirectoryListing of(Descriptor directory) {
    return new DirectoryListing(LinuxFiles.openListing(directory));
  }

  /**
   * Opens what has the next name, a symbolic link itself; passes over what has gone meanwhile.
   * Empty at the end.
   *
   * @throws SystemCallException when it cannot be read or opened
   */
  public Optional<Descriptor> next() {
    while (piece.hasRemaining() || read()) {
      byte[] name = name();
      Optional<Descriptor> opened = isItselfOrParent(name) ? Optional.empty() : open(name);
      if (opened.isPresent()) {
        return opened;
      }
    }
    return Optional.empty();
  }

  private boolean read() {
    long length =
        CLibrary.Files.CALLS.syscall(GETDENTS64, directory.number(), piece.array(), PIECE);
    // What a directory that was removed meanwhile held has gone as well.
    if (length < 0 && CLibrary.lastErrno() == Errno.ENOENT) {
      return false;
    }
    piece.clear().limit(CLibrary.checked("getdents64", Math.toIntExact(length)));
    return piece.hasRemaining();
  }

  private byte[] name() {
    int start = piece.position();
    int end = start + Short.toUnsignedInt(piece.getShort(start + LENGTH));
    piece.position(end);
    int zero = start + NAME;
    while (piece.get(zero) != 0) {
      zero++;
    }
    return Arrays.copyOfRange(piece.array(), start + NAME, zero + 1);
  }

  private static boolean isItselfOrParent(byte[] name) {
    String text = new String(name, 0, name.length - 1, StandardCharsets.ISO_8859_1);
    return text.equals(".") || text.equals("..");
  }

  private Optional<Descriptor> open(byte[] name) {
    try {
      return Optional.of(LinuxFiles.openAny(directory, name));
    } catch (SystemCallException failed) {
      if (failed.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  @Override
  public void close() {
    directory.close();
  }
}
