package example.ebs.linux.path;

import example.ebs.linux.system.Descriptor;
import java.nio.file.Path;

/**
 * A target that is held open, so that nobody can put something else in its place between the check
 * and the mount.
 *
 * @param path for messages and for the mount table
 * @param made whether nothing was there before it was opened
 */
public record Place(Descriptor parent, Descriptor self, TargetPath path, boolean made)
    implements AutoCloseable {

  /** Leads to what was opened, beneath whatever is mounted on it afterwards. */
  public Path opened() {
    return self.path();
  }

  /** Leads to what is on top at that name now. */
  public Path top() {
    return parent.path().resolve(path.name());
  }

  @Override
  public void close() {
    self.close();
    parent.close();
  }
}
