package example.ebs.linux.mount;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.device.DeviceNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is mounted, asked of the kernel anew by each question.
 *
 * <p>A machine may have tens of thousands of mounts, and many calls may ask at once. So a line is
 * looked at and dropped, and only the answer is kept: what a question takes of the heap does not
 * depend on how much is mounted. The kernel passes over no mount that was there all the time,
 * whatever is mounted meanwhile (Linux 5.8).
 *
 * @param source read once for each question
 */
public record MountTable(MountSource source) {

  /** The topmost mount at that very path. */
  public Optional<MountEntry> top(Path target) {
    String escaped = MountLine.escape(target.toString());
    return reading(
        lines ->
            lines
                .filter(line -> line.isAt(escaped))
                .reduce((_, later) -> later)
                .map(MountLine::entry));
  }

  /** The first mount of that device's filesystem, or of a part of it, that is as wanted. */
  public Optional<MountEntry> firstOf(DeviceNumber device, Predicate<MountEntry> wanted) {
    return firstOf(Set.of(device), Set.of(), wanted);
  }

  /**
   * The first mount that is as wanted, of all that are of one of the devices' filesystems, or of a
   * single file that has one of the names.
   */
  public Optional<MountEntry> firstOf(
      Set<DeviceNumber> devices, Set<String> names, Predicate<MountEntry> wanted) {
    List<String> numbers = devices.stream().map(DeviceNumber::toString).toList();
    List<String> escaped = names.stream().map(MountLine::escape).toList();
    return first(
        line -> numbers.stream().anyMatch(line::isOf) || escaped.contains(line.escapedRootName()),
        wanted);
  }

  /** The first mount at or beneath that path that is as wanted. */
  public Optional<MountEntry> firstBelow(Path folder, Predicate<MountEntry> wanted) {
    return first(isBelow(folder), wanted);
  }

  /**
   * All mounts at or beneath that path, in the order in which they were made. For a folder of one's
   * own, as they are all kept.
   */
  public List<MountEntry> below(Path folder) {
    Predicate<MountLine> below = isBelow(folder);
    return reading(lines -> lines.filter(below).map(MountLine::entry).toList());
  }

  /** The mount that shows that path: of those above it the lowest, and the topmost of these. */
  public Optional<MountEntry> covering(Path path) {
    Set<String> above = new HashSet<>();
    for (Path folder = path; folder != null; folder = folder.getParent()) {
      above.add(MountLine.escape(folder.toString()));
    }
    return reading(
        lines ->
            lines
                .filter(line -> above.contains(line.escapedTarget()))
                .reduce((best, next) -> next.isAtOrBelow(best) ? next : best)
                .map(MountLine::entry));
  }

  private Optional<MountEntry> first(Predicate<MountLine> line, Predicate<MountEntry> wanted) {
    return reading(lines -> lines.filter(line).map(MountLine::entry).filter(wanted).findFirst());
  }

  /** By its text: a path of somebody else's may be one that Java cannot name in this locale. */
  private static Predicate<MountLine> isBelow(Path folder) {
    String escaped = MountLine.escape(folder.toString());
    String inside = escaped.endsWith("/") ? escaped : escaped + "/";
    return line -> line.isAt(escaped) || line.isInside(inside);
  }

  private <T> T reading(Function<Stream<MountLine>, T> question) {
    try (MountLines lines = new MountLines(source.open())) {
      return question.apply(lines.stream());
    } catch (IOException | UncheckedIOException failed) {
      throw new Failure.Internal("the table of what is mounted cannot be read", failed);
    }
  }
}
