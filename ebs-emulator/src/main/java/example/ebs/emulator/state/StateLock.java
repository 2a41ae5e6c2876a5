package example.ebs.emulator.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Holds a state directory for one emulator; the kernel lets go of it when the process ends. */
public final class StateLock implements AutoCloseable {
  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  public static StateLock take(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    if (!locked(channel)) {
      channel.close();
      throw new IOException(
          "another emulator uses "
              + directory
              + "; stop it, or give this one its own --state-dir and --device-root");
    }
    return new StateLock(channel);
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      @SuppressWarnings("unused") // The lock is held as long as its channel is open.
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
