package example.ebs.node;

import example.ebs.csi.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A filesystem that can be frozen: devices whose files are in it then hang with every write, as
 * those of a storage system that does not answer.
 *
 * <p>It is thawed by a process of its own, when it is told to or this one has died or three minutes
 * are over: who hangs in the kernel can do nothing any more.
 */
final class FreezingDisk {
  private static final String THAW = "timeout 180 cat; fsfreeze --unfreeze \"$0\"";

  private final Path mount;
  private final Process thaw;

  /** Makes one in the folder. */
  FreezingDisk(Path folder, long mebibytes) throws IOException {
    Path image = folder.resolve("disk.img");
    mount = Files.createDirectory(folder.resolve("disk"));
    Shell.run("truncate", "-s", mebibytes + "M", image.toString());
    Shell.run("mkfs.ext4", "-q", image.toString());
    Shell.run("mount", "-o", "loop", image.toString(), mount.toString());
    thaw = new ProcessBuilder("sh", "-c", THAW, mount.toString()).start();
  }

  Path folder() {
    return mount;
  }

  void freeze() {
    Shell.run("fsfreeze", "--freeze", mount.toString());
  }

  /** All that hung goes on. */
  void thaw() {
    try {
      thaw.getOutputStream().close();
      thaw.waitFor();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
