package example.ebs.provisioner.topology;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a volume may be born.
 *
 * @param preferred every allowed segment, the best first; empty when the driver knows no topology
 */
public record Requirement(List<Segment> preferred) {
  public Requirement {
    preferred = List.copyOf(preferred);
  }

  /** For a driver that knows no topology. */
  public static Requirement none() {
    return new Requirement(List.of());
  }

  /** Reads what {@link #toString} wrote; empty when it is something else. */
  public static Optional<Requirement> parse(String text) {
    try {
      return Optional.of(
          new Requirement(
              text.isEmpty()
                  ? List.of()
                  : Arrays.stream(text.split(";", -1)).map(Segment::parse).toList()));
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /** Where the driver will look first. */
  public Optional<Segment> first() {
    return preferred.stream().findFirst();
  }

  @Override
  public String toString() {
    return preferred.stream().map(Segment::toString).collect(Collectors.joining(";"));
  }
}
