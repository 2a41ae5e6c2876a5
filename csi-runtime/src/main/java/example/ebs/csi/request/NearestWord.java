package example.ebs.csi.request;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word that somebody may have meant. */
public final class NearestWord {
  private NearestWord() {}

  /**
   * The word that is so near that it was probably meant: no more than a third of its letters are
   * wrong. A longer way leads from any short word to any other.
   */
  public static Optional<String> near(String typed, Collection<String> known) {
    return known.stream()
        .filter(word -> EditDistance.between(typed, word) <= word.length() / 3)
        .min(Comparator.comparingInt(word -> EditDistance.between(typed, word)));
  }

  /** What to tell somebody who typed an unknown word: the nearest, if one is near, and all. */
  public static String hint(String typed, Collection<String> known) {
    return near(typed, known)
            .map(word -> "the nearest known one is \"" + word + "\", and all are ")
            .orElse("the known ones are ")
        + String.join(", ", known.stream().sorted().toList());
  }
}
