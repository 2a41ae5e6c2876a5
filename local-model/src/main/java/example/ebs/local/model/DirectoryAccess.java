package example.ebs.local.model;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Who may do what in a directory that is made.
 *
 * @param owner a user's number, 0 to 2^32-2; empty means root
 * @param group a group's number, 0 to 2^32-2; empty means root's
 * @param permissions the twelve permission bits; empty means everybody may do everything, as in an
 *     emptyDir of Kubernetes
 */
public record DirectoryAccess(OptionalLong owner, OptionalLong group, OptionalInt permissions) {
  /** The highest number that Linux gives a user or group; the one above means nobody. */
  static final long HIGHEST_ID = (1L << 32) - 2;

  /** What a directory has of which nobody said anything. */
  public static final DirectoryAccess DEFAULT =
      new DirectoryAccess(OptionalLong.empty(), OptionalLong.empty(), OptionalInt.empty());
}
