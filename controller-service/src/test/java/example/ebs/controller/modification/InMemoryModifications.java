package example.ebs.controller.modification;

import example.ebs.controller.volume.InMemoryVolumes;
import example.ebs.controller.volume.VolumeTraits;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Modifications of volumes in memory, with EC2's habits and what tests want to go wrong. */
public final class InMemoryModifications implements ModificationCloud {
  public static final Duration UNTIL_OPTIMIZING = Duration.ofSeconds(2);
  public static final Duration UNTIL_COMPLETED = Duration.ofHours(1);
  private static final int MOST_IN_A_DAY = 4;

  private final InMemoryVolumes volumes;
  private final Clock clock;
  private final Map<VolumeId, List<Modification>> all = new HashMap<>();
  private final List<Map<String, String>> tags = new ArrayList<>();
  private Optional<String> failure = Optional.empty();
  private Optional<Failure> lostReply = Optional.empty();
  private Optional<Failure> refusal = Optional.empty();
  private boolean stale;

  public InMemoryModifications(InMemoryVolumes volumes, Clock clock) {
    this.volumes = volumes;
    this.clock = clock;
  }

  @Override
  public synchronized Scene look(VolumeId id) {
    Optional<Modification> latest = Optional.ofNullable(latest(Set.of(id)).get(id));
    return new Scene(Optional.ofNullable(volumes.find(Set.of(id)).get(id)), latest);
  }

  @Override
  public synchronized Map<VolumeId, Modification> latest(Set<VolumeId> ids) {
    return ids.stream()
        .map(this::of)
        .filter(begun -> !begun.isEmpty())
        .map(begun -> aged(begun.getLast()))
        .collect(Collectors.toMap(Modification::volume, each -> each));
  }

  @Override
  public synchronized ModificationStart modify(VolumeId id, VolumeShape from, VolumeShape to) {
    refusal.ifPresent(
        failure -> {
          throw failure;
        });
    if (to.size().compareTo(from.size()) < 0) {
      throw new Failure.InvalidRequest("New size cannot be smaller than existing size");
    }
    List<Modification> earlier = all.computeIfAbsent(id, _ -> new ArrayList<>());
    if (!earlier.isEmpty() && aged(earlier.getLast()).state().isUnderWay()) {
      throw new Failure.InProgress("IncorrectModificationState");
    }
    if (earlier.size() >= MOST_IN_A_DAY) {
      return new ModificationStart.TooSoon("maximum modification rate per volume reached");
    }
    earlier.add(
        new Modification(id, ModificationState.MODIFYING, "", from, to, 0, clock.instant()));
    lostReply.ifPresent(
        lost -> {
          lostReply = Optional.empty();
          throw lost;
        });
    return new ModificationStart.Begun(earlier.getLast());
  }

  @Override
  public synchronized void tag(VolumeId id, Map<String, String> more) {
    tags.add(more);
  }

  /** Modifications end so from now on. */
  public synchronized void failWith(String said) {
    failure = Optional.of(said);
  }

  /** The next modification begins, and its answer is lost. */
  public synchronized void loseNextReply() {
    lostReply = Optional.of(new Failure.Unavailable("ModifyVolume did not answer"));
  }

  /** Whoever modifies is refused from now on. */
  public synchronized void refuse(Failure failure) {
    refusal = Optional.of(failure);
  }

  /** Volumes are reported as they were before their latest modification. */
  public synchronized void reportVolumesLate() {
    stale = true;
  }

  public synchronized List<Modification> of(VolumeId id) {
    return List.copyOf(all.getOrDefault(id, List.of()));
  }

  public synchronized List<Map<String, String>> tags() {
    return List.copyOf(tags);
  }

  private Modification aged(Modification begun) {
    Duration age = Duration.between(begun.begun(), clock.instant());
    if (age.compareTo(UNTIL_OPTIMIZING) < 0) {
      return begun;
    }
    if (failure.isPresent()) {
      return with(begun, ModificationState.FAILED, failure.get(), 0);
    }
    if (!stale) {
      volumes.reshape(begun.volume(), begun.target().size(), traits(begun));
    }
    return age.compareTo(UNTIL_COMPLETED) < 0
        ? with(begun, ModificationState.OPTIMIZING, "", 50)
        : with(begun, ModificationState.COMPLETED, "", 100);
  }

  private VolumeTraits traits(Modification begun) {
    VolumeShape target = begun.target();
    VolumeTraits old = volumes.one(begun.volume()).traits();
    return new VolumeTraits(
        target.type(),
        target.iops(),
        target.throughput(),
        old.encrypted(),
        old.kmsKey(),
        old.multiAttach());
  }

  private static Modification with(
      Modification old, ModificationState state, String said, long progress) {
    return new Modification(
        old.volume(), state, said, old.original(), old.target(), progress, old.begun());
  }
}
