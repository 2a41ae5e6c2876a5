package example.ebs.local;

import example.ebs.csi.Shell;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A filesystem that answers nobody, as that of a file server which is away: one of FUSE whose
 * program never says a word. Whoever looks into it hangs until it is closed.
 */
final class HungFilesystem implements AutoCloseable {
  private static final String SERVE =
      "exec 3<>/dev/fuse"
          + " && mount -i -t fuse -o fd=3,rootmode=40000,user_id=0,group_id=0 none \"$0\""
          + " && echo mounted && timeout 300 cat";

  private final Path folder;
  private final Process server;

  /** Mounts it over the folder. */
  HungFilesystem(Path folder) throws IOException {
    this.folder = folder;
    this.server = new ProcessBuilder("sh", "-c", SERVE, folder.toString()).start();
    if (server.getInputStream().read() < 0) {
      throw new IOException("no filesystem of FUSE can be mounted here");
    }
  }

  /** Whoever hung is told that nobody is connected, and the folder is as it was. */
  @Override
  public void close() throws IOException {
    server.getOutputStream().close();
    var _ = server.onExit().join();
    Shell.run("umount", "-l", folder.toString());
  }
}
