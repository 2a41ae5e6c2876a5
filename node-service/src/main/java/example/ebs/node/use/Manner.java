package example.ebs.node.use;

/** How a volume is used. */
public enum Manner {
  /** Its filesystem is mounted. */
  MOUNTED("mounted"),
  /** Its device is published. */
  RAW("published as a raw device");

  private final String words;

  Manner(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
