package example.ebs.controller.attachment;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The device names that a volume can be attached under, and which of them are free; pure.
 *
 * <p>{@code /dev/sdb} and {@code /dev/xvdb} are one slot, because on Xen they are one device. There
 * are 127 slots, so that with its root volume an instance can have the 128 attachments that the
 * largest types allow. Names with two letters come first: no image uses them. Source: EC2 user
 * guide, "Device names for volumes on Amazon EC2 instances".
 */
final class DeviceNames {
  private static final Pattern NAME = Pattern.compile("(?:/dev/)?(?:xvd|sd|hd)([a-z]{1,2})[0-9]*");

  private static final List<String> SLOTS =
      Stream.of(
              row("a", 'a', 'z'),
              row("b", 'a', 'z'),
              row("d", 'a', 'x'),
              row("", 'b', 'z'),
              row("c", 'a', 'z'))
          .flatMap(row -> row)
          .toList();

  private DeviceNames() {}

  /**
   * The first name whose slot nobody uses.
   *
   * @param used names of any form
   * @param doubtful names to take only when no other is left
   */
  static Optional<String> firstFree(Set<String> used, Set<String> doubtful) {
    Set<String> taken = slots(used);
    Set<String> last = slots(doubtful);
    return first(slot -> !taken.contains(slot) && !last.contains(slot))
        .or(() -> first(slot -> !taken.contains(slot)));
  }

  private static Optional<String> first(java.util.function.Predicate<String> condition) {
    return SLOTS.stream().filter(condition).findFirst().map(slot -> "/dev/xvd" + slot);
  }

  /** The slots that the names occupy; a name of another form occupies none of ours. */
  static Set<String> slots(Set<String> names) {
    return names.stream()
        .map(NAME::matcher)
        .filter(Matcher::matches)
        .map(name -> name.group(1))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<String> row(String first, char from, char to) {
    return IntStream.rangeClosed(from, to).mapToObj(letter -> first + (char) letter);
  }
}
