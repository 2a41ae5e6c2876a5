package example.ebs.csi.local;

import java.util.OptionalInt;

/**
 * Who may do what in a directory that is made.
 *
 * @param owner a user's number; empty means root
 * @param group a group's number; empty means root's
 * @param permissions the twelve permission bits; empty means everybody may do everything, as in an
 *     emptyDir of Kubernetes
 */
public record DirectoryAccess(OptionalInt owner, OptionalInt group, OptionalInt permissions) {
  /** What a directory has of which nobody said anything. */
  public static final DirectoryAccess DEFAULT =
      new DirectoryAccess(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
}
