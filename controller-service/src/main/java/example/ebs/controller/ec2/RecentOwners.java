package example.ebs.controller.ec2;

import example.ebs.controller.cluster.ClusterTags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Volume;

/**
 * Whose volumes are, as EC2 told in any answer of the last two minutes, so that nobody need ask for
 * that alone.
 *
 * <p>The loops list all volumes of the cluster once a minute, and what is detached or deleted was
 * mostly looked at a moment before. What is older is not believed: a volume may be given to another
 * cluster. Safe for use by many threads.
 */
final class RecentOwners {
  static final Duration BELIEVED = Duration.ofMinutes(2);

  private static final int ROOM = 10_000;

  private record Seen(Set<String> owners, Instant at) {}

  private final Clock clock;
  private final Map<String, Seen> seen =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
          return size() > ROOM;
        }
      };

  RecentOwners(Clock clock) {
    this.clock = clock;
  }

  /** Notes what an answer shows. */
  List<Volume> noted(List<Volume> volumes) {
    volumes.forEach(volume -> note(volume.volumeId(), tags(volume)));
    return volumes;
  }

  /** Notes what a volume is tagged with. */
  synchronized void note(String volume, Map<String, String> tags) {
    seen.remove(volume); // Else it would keep its old place in the queue of the eldest.
    seen.put(volume, new Seen(ClusterTags.owners(tags), clock.instant()));
  }

  /** Empty where nobody saw the volume lately. */
  synchronized Optional<Set<String>> of(String volume) {
    return Optional.ofNullable(seen.get(volume))
        .filter(known -> clock.instant().isBefore(known.at().plus(BELIEVED)))
        .map(Seen::owners);
  }

  private static Map<String, String> tags(Volume volume) {
    return volume.tags().stream()
        .collect(Collectors.toMap(Tag::key, Tag::value, (_, last) -> last));
  }
}
