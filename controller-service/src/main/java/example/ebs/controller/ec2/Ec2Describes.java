package example.ebs.controller.ec2;

import example.ebs.controller.volume.VolumeTags;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.AnswerableDeadline;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeModification;

/**
 * All questions to EC2 about what there is, coalesced.
 *
 * <p>Volumes and instances are asked for by a filter on their ids rather than by id: a filter has
 * no answer for an unknown id, where a list of ids fails as a whole. What comes back is checked
 * against what was asked, because filters know wildcards.
 */
final class Ec2Describes {
  /** EC2 allows a filter 200 values. */
  private static final int MOST = 200;

  private static final Comparator<VolumeModification> BY_BEGIN =
      Comparator.comparing(
          VolumeModification::startTime, Comparator.nullsFirst(Comparator.naturalOrder()));

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Ec2Client client;
  private final Ec2Calls calls;
  private final RecentOwners recent;
  private final Clock clock;
  private final Coalescer<String, Volume> volumes;
  private final Coalescer<String, List<Volume>> volumesByName;
  private final Coalescer<String, Instance> instances;
  private final Coalescer<String, VolumeModification> modifications;

  Ec2Describes(Ec2Client client, Ec2Calls calls, RecentOwners recent, Clock clock) {
    this.client = client;
    this.calls = calls;
    this.recent = recent;
    this.clock = clock;
    this.volumes = new Coalescer<>(MOST, worded(this::describeVolumes));
    this.volumesByName = new Coalescer<>(MOST, worded(this::describeVolumesByName));
    this.instances = new Coalescer<>(MOST, worded(this::describeInstances));
    this.modifications = new Coalescer<>(MOST, worded(this::describeModifications));
  }

  CompletableFuture<Map<String, Volume>> volumes(Set<String> ids) {
    return volumes.ask(ids);
  }

  CompletableFuture<Map<String, List<Volume>>> volumesByName(String name) {
    return volumesByName.ask(Set.of(name));
  }

  CompletableFuture<Map<String, Instance>> instances(Set<String> ids) {
    return instances.ask(ids);
  }

  CompletableFuture<Map<String, VolumeModification>> modifications(Set<String> volumes) {
    return modifications.ask(volumes);
  }

  /** The zones of the region that accept new volumes now, by name. */
  List<String> zones() {
    Filter available = filter("state", List.of("available"));
    Filter ordinary = filter("zone-type", List.of("availability-zone"));
    return calls
        .ask(
            "DescribeAvailabilityZones",
            limit ->
                client.describeAvailabilityZones(
                    request -> request.filters(available, ordinary).overrideConfiguration(limit)))
        .availabilityZones()
        .stream()
        .map(AvailabilityZone::zoneName)
        .sorted()
        .toList();
  }

  /**
   * The answer, for a caller that has its own deadline though the question goes on without it.
   *
   * @throws Failure.TimedOut when the deadline of the RPC on this thread passes first
   */
  <T> T within(CompletableFuture<T> answer) {
    try {
      return answer.get(
          AnswerableDeadline.current(LONGEST, clock).left(clock).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException slow) {
      throw new Failure.TimedOut("EC2 did not answer a Describe call in time; ask again", slow);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Failure.Unavailable("stopped while asking EC2", interrupted);
    } catch (ExecutionException failed) {
      throw Coalescer.thrown(failed);
    }
  }

  private Map<String, Volume> describeVolumes(Set<String> ids) {
    return described("volume-id", ids).stream()
        .filter(volume -> ids.contains(volume.volumeId()))
        .collect(Collectors.toMap(Volume::volumeId, volume -> volume, (_, last) -> last));
  }

  private Map<String, List<Volume>> describeVolumesByName(Set<String> names) {
    Map<String, List<Volume>> found = new HashMap<>();
    described("tag:" + VolumeTags.NAME, names)
        .forEach(
            volume ->
                volume.tags().stream()
                    .filter(tag -> tag.key().equals(VolumeTags.NAME))
                    .map(Tag::value)
                    .filter(names::contains)
                    .forEach(name -> found.merge(name, List.of(volume), Ec2Describes::both)));
    return found;
  }

  private List<Volume> described(String by, Set<String> values) {
    Filter filter = filter(by, values);
    return recent.noted(
        calls.ask(
            "DescribeVolumes",
            limit ->
                client
                    .describeVolumesPaginator(
                        request -> request.filters(filter).overrideConfiguration(limit))
                    .volumes()
                    .stream()
                    .toList()));
  }

  private Map<String, Instance> describeInstances(Set<String> ids) {
    Filter filter = filter("instance-id", ids);
    List<Reservation> reservations =
        calls.ask(
            "DescribeInstances",
            limit ->
                client
                    .describeInstancesPaginator(
                        request -> request.filters(filter).overrideConfiguration(limit))
                    .reservations()
                    .stream()
                    .toList());
    return reservations.stream()
        .flatMap(reservation -> reservation.instances().stream())
        .filter(instance -> ids.contains(instance.instanceId()))
        .collect(Collectors.toMap(Instance::instanceId, instance -> instance, (_, last) -> last));
  }

  private Map<String, VolumeModification> describeModifications(Set<String> volumes) {
    Filter filter = filter("volume-id", volumes);
    return calls
        .ask(
            "DescribeVolumesModifications",
            limit ->
                client
                    .describeVolumesModificationsPaginator(
                        request -> request.filters(filter).overrideConfiguration(limit))
                    .volumesModifications()
                    .stream()
                    .toList())
        .stream()
        .filter(modification -> volumes.contains(modification.volumeId()))
        // The API says one for each volume; of several, the one that began last.
        .collect(
            Collectors.toMap(
                VolumeModification::volumeId, one -> one, BinaryOperator.maxBy(BY_BEGIN)));
  }

  private static <T> List<T> both(List<T> some, List<T> others) {
    return java.util.stream.Stream.concat(some.stream(), others.stream()).toList();
  }

  static Filter filter(String name, Collection<String> values) {
    return Filter.builder()
        .name(name)
        .values(values.stream().map(Ec2Describes::literal).toList())
        .build();
  }

  /** In a filter, {@code *} and {@code ?} stand for any text unless a backslash precedes them. */
  private static String literal(String value) {
    return value.replaceAll("[\\\\*?]", "\\\\$0");
  }

  private static <A, B> Function<A, B> worded(Function<A, B> question) {
    return asked -> {
      try {
        return question.apply(asked);
      } catch (Ec2Refusal refusal) {
        throw Ec2Failures.failure(refusal);
      }
    };
  }
}
