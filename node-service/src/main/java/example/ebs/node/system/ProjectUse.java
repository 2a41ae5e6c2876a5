package example.ebs.node.system;

/**
 * One project's record in a filesystem.
 *
 * @param limitBytes zero for none
 */
public record ProjectUse(long usedBytes, long limitBytes, long inodes) {
  public static final ProjectUse NONE = new ProjectUse(0, 0, 0);
}
