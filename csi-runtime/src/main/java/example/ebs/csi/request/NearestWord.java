package example.ebs.csi.request;

import java.util.Collection;
import java.util.Comparator;

/** Finds the known word that somebody may have meant. */
public final class NearestWord {
  private NearestWord() {}

  /** The word with the fewest letters to change; the first of several. */
  public static String to(String typed, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(word -> EditDistance.between(typed, word)))
        .orElseThrow();
  }
}
