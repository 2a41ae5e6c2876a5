package example.ebs.csi.model;

/** A number with what it counts, as people write it. */
public final class Plural {
  private Plural() {}

  /**
   * Such as "1 mount" or "0 mounts".
   *
   * @param one what is counted, a word that takes an s
   */
  public static String of(long number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }
}
