package example.ebs.local.model;

/** How long a local volume lives. */
public enum LocalMode {
  /** As long as its claim. */
  HOST_PATH("hostPath"),
  /** As long as the pod that has it. */
  EMPTY_DIR("emptyDir");

  private final String word;

  LocalMode(String word) {
    this.word = word;
  }

  /** As storage classes and volume contexts write it. */
  @Override
  public String toString() {
    return word;
  }
}
