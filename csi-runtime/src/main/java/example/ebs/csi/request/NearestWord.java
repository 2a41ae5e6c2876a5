package example.ebs.csi.request;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word that somebody may have meant. */
public final class NearestWord {
  private NearestWord() {}

  /**
   * The word that is so near that it was probably meant: it differs in no more than two letters, or
   * a third of its own.
   */
  public static Optional<String> near(String typed, Collection<String> known) {
    return known.stream()
        .filter(word -> EditDistance.between(typed, word) <= Math.max(2, word.length() / 3))
        .min(Comparator.comparingInt(word -> EditDistance.between(typed, word)));
  }

  /** The word with the fewest letters to change; the first of several. */
  public static String to(String typed, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(word -> EditDistance.between(typed, word)))
        .orElseThrow();
  }
}
