package example.ebs.local.model;

/** By what a local volume is to be held to its size. */
public enum Enforcement {
  /** A project quota where kernel and filesystem have it, else an image. */
  AUTO("auto"),
  /** A project quota of the filesystem in which the directory lies. */
  QUOTA("quota"),
  /** A sparse file with a filesystem of its own, mounted in the directory's place. */
  IMAGE("image"),
  /** Nothing: the size is advice. */
  NONE("none");

  private final String word;

  Enforcement(String word) {
    this.word = word;
  }

  /** As storage classes and volume contexts write it. */
  @Override
  public String toString() {
    return word;
  }
}
