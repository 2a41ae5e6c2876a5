package example.ebs.emulator.listing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The values of one filter. Those without wildcards are looked up: a question about a hundred
 * volumes by their names compares each volume once, and not with every name.
 */
record Globs(Set<String> plain, List<Glob> patterns) {
  static Globs of(List<String> values) {
    return new Globs(
        new HashSet<>(values.stream().filter(Glob::isPlain).toList()),
        values.stream().filter(value -> !Glob.isPlain(value)).map(Glob::new).toList());
  }

  boolean isEmpty() {
    return plain.isEmpty() && patterns.isEmpty();
  }

  boolean anyMatches(String text) {
    return plain.contains(text) || patterns.stream().anyMatch(each -> each.matches(text));
  }
}
