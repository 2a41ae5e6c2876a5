package example.ebs.linux.system;

/**
 * One project's record in a filesystem.
 *
 * @param limitBytes zero for none
 * @param limitInodes zero for none
 */
public record ProjectUse(long usedBytes, long limitBytes, long usedInodes, long limitInodes) {
  public static final ProjectUse NONE = new ProjectUse(0, 0, 0, 0);
}
