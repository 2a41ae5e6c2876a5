package example.ebs.local.store;

/** How far a volume has come. */
public sealed interface Stage {
  /**
   * Its directory is made or about to be, and nobody has used it.
   *
   * @param inode of the directory, by which it is told from one that somebody else put in its place
   */
  record Claimed(long inode) implements Stage {}

  /** It can be used, and may hold data. */
  record Ready() implements Stage {}

  /**
   * It is being removed, and nothing of it is wanted.
   *
   * @param inode of its directory, so that what gets its name afterwards is not removed with it; 0
   *     when it has none, or has none any more
   */
  record Removing(long inode) implements Stage {}
}
