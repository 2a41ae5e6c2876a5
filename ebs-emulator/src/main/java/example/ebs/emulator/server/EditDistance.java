package example.ebs.emulator.server;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** How far what was said is from what may have been meant. */
final class EditDistance {
  private EditDistance() {}

  /** All names, those first that take the fewest letters to be added, dropped or changed. */
  static List<String> nearestFirst(String said, Collection<String> names) {
    return names.stream()
        .sorted(
            Comparator.comparingInt((String name) -> between(said, name))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private static int between(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[to.length() + 1];
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        current[column] = Math.min(replaced, 1 + Math.min(above[column], current[column - 1]));
      }
      above = current;
    }
    return above[to.length()];
  }
}
