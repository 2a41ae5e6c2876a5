package example.ebs.csi.model;

import java.util.List;

/** How a volume is to be used. */
public record VolumeCapability(Access access, AccessMode mode) {

  /** As a raw device or through a filesystem. */
  public sealed interface Access {}

  /** The device itself appears at the target path. */
  public record Block() implements Access {}

  /**
   * A filesystem is mounted at the target path.
   *
   * @param filesystem as asked for; empty means the driver's choice
   * @param flags mount options, which may carry secrets and so never appear in a log
   */
  public record Mount(String filesystem, List<String> flags) implements Access {
    public Mount {
      flags = List.copyOf(flags);
    }

    @Override
    public String toString() {
      return "Mount[filesystem=" + filesystem + ", flags=" + flags.size() + " not shown]";
    }
  }
}
