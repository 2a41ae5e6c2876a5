package example.ebs.csi.time;

/** What one look at something that is waited for has found. */
public sealed interface Look<T> {
  /** It is there. */
  record Found<T>(T answer) implements Look<T> {}

  /**
   * It is not there yet.
   *
   * @param reason as it may stand behind a colon; empty where nothing is known
   */
  record NotYet<T>(String reason) implements Look<T> {}
}
