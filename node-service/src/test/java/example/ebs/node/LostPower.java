package example.ebs.node;

import example.ebs.csi.Shell;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** What a machine leaves on a volume when its power goes: a copy of one that is in use. */
final class LostPower {
  private static final int SUPERBLOCK = 1024;
  private static final int JOURNAL_EXTENT = 0x10c + 12;
  private static final int ERRNO = 0x20;
  private static final int CHECKSUM = 0xfc;

  private LostPower() {}

  /**
   * Makes an image with a journal that is to be replayed, with the file {@code kept}, and with a
   * file that was deleted while it was open.
   */
  static void into(Path image, Sandbox sandbox, String filesystem, long mebibytes)
      throws IOException {
    Path running = sandbox.folder().resolve("running");
    Shell.run("truncate", "-s", mebibytes + "M", running.toString());
    String force = filesystem.equals("xfs") ? "-f" : "-F";
    Shell.run("mkfs." + filesystem, force, "-q", running.toString());
    Path mounted = sandbox.made("elsewhere");
    Shell.run("mount", "-o", "loop", running.toString(), mounted.toString());
    Files.writeString(mounted.resolve("kept"), "kept");
    Shell.run("umount", mounted.toString());
    Shell.run("mount", "-o", "loop", running.toString(), mounted.toString());
    try (FileChannel open =
        FileChannel.open(
            mounted.resolve("open"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var _ = open.write(ByteBuffer.allocate(100_000));
      Files.delete(mounted.resolve("open"));
      Shell.run("sync", "-f", mounted.toString());
      Shell.run("cp", "--sparse=always", running.toString(), image.toString());
    } finally {
      Shell.run("umount", mounted.toString());
    }
  }

  /** Notes in the journal of an ext4 that the kernel gave up on it, as jbd2 does. */
  static void recordAbort(Path image) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      byte[] superblock = read(file, SUPERBLOCK);
      long blockSize = 1024L << little(superblock).getInt(0x18);
      long journal = little(superblock).getInt(JOURNAL_EXTENT + 8) * blockSize;
      byte[] header = read(file, journal);
      ByteBuffer.wrap(header).putInt(ERRNO, -5).putInt(CHECKSUM, 0);
      CRC32C sum = new CRC32C();
      sum.update(header);
      ByteBuffer.wrap(header).putInt(CHECKSUM, ~(int) sum.getValue());
      file.seek(journal);
      file.write(header);
    }
  }

  private static byte[] read(RandomAccessFile file, long offset) throws IOException {
    byte[] bytes = new byte[1024];
    file.seek(offset);
    file.readFully(bytes);
    return bytes;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
