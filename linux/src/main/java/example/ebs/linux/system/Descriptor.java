package example.ebs.linux.system;

import java.nio.file.Path;

/**
 * An open place in the file tree, which stays what it is whatever happens to its name. Close it
 * once.
 */
public record Descriptor(int number) implements AutoCloseable {

  /**
   * A path that leads to exactly this place, for calls that take a path. The kernel follows it
   * without looking at any name on the way.
   */
  public Path path() {
    return Path.of("/proc/self/fd/" + number);
  }

  @Override
  public void close() {
    CLibrary.Files.CALLS.close(number);
  }
}
