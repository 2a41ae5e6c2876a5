package example.ebs.controller.volume;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.VolumeSize;
import example.ebs.csi.model.Zone;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A cloud that keeps its volumes in a map, with EC2's habits and what tests want to go wrong. */
public final class InMemoryVolumes implements VolumeCloud, VolumeListing {
  private record Issued(NewVolume request, VolumeId id) {}

  private final Map<VolumeId, EbsVolume> volumes = new LinkedHashMap<>();
  private final Map<VolumeId, Map<String, String>> tags = new HashMap<>();
  private final Map<String, Issued> tokens = new HashMap<>();
  private final Deque<Runnable> beforeCreation = new ArrayDeque<>();
  private final List<NewVolume> requests = new ArrayList<>();
  private VolumeState born = VolumeState.AVAILABLE;
  private int blindLooks;
  private boolean allTokensSpent;
  private Optional<Failure> lookRefusal = Optional.empty();
  private Optional<Failure> deleteRefusal = Optional.empty();
  private Optional<Failure> refusalOfRepeat = Optional.empty();

  @Override
  public synchronized List<EbsVolume> findByName(String name) {
    refuse(lookRefusal);
    if (blindLooks > 0) {
      blindLooks--;
      return List.of();
    }
    return volumes.values().stream()
        .filter(volume -> name.equals(tagsOf(volume.id()).get(VolumeTags.NAME)))
        .toList();
  }

  @Override
  public synchronized Map<VolumeId, EbsVolume> find(Set<VolumeId> ids) {
    refuse(lookRefusal);
    return ids.stream()
        .filter(volumes::containsKey)
        .map(volumes::get)
        .collect(Collectors.toMap(EbsVolume::id, volume -> volume));
  }

  @Override
  public synchronized List<EbsVolume> withTags(Map<String, String> wanted) {
    return volumes.values().stream()
        .filter(volume -> tagsOf(volume.id()).entrySet().containsAll(wanted.entrySet()))
        .toList();
  }

  @Override
  public synchronized Creation create(NewVolume volume) {
    requests.add(volume);
    Optional.ofNullable(beforeCreation.poll()).ifPresent(Runnable::run);
    if (refusalOfRepeat.isPresent()) {
      add(volume);
      return new Creation.Unsettled(refusalOfRepeat.get());
    }
    if (allTokensSpent) {
      return new Creation.TokenSpent();
    }
    Issued issued = tokens.get(volume.token());
    if (issued == null) {
      return new Creation.Created(add(volume));
    }
    EbsVolume earlier = volumes.get(issued.id());
    return earlier != null && issued.request().equals(volume)
        ? new Creation.Created(earlier)
        : new Creation.TokenSpent();
  }

  @Override
  public synchronized void delete(VolumeId id) {
    refuse(deleteRefusal);
    EbsVolume volume = volumes.get(id);
    if (volume != null && !volume.nodes().isEmpty()) {
      throw new Failure.InUse(id + " is attached");
    }
    volumes.remove(id);
  }

  @Override
  public List<Zone> zones() {
    return List.of(new Zone("us-east-1a"), new Zone("us-east-1b"));
  }

  /** New volumes begin in this state and stay in it. */
  public synchronized void bornAs(VolumeState state) {
    born = state;
  }

  /** The next look-ups by name see nothing: tags show late. */
  public synchronized void blind(int looks) {
    blindLooks = looks;
  }

  /** Runs before the next request to create that has nothing planned yet; may throw. */
  public synchronized void beforeCreation(Runnable plan) {
    beforeCreation.add(plan);
  }

  /** Every token was used before. */
  public synchronized void spendAllTokens() {
    allTokensSpent = true;
  }

  /** Whoever looks for volumes is refused from now on. */
  public synchronized void refuseLooks(Failure refusal) {
    lookRefusal = Optional.of(refusal);
  }

  /** Whoever deletes a volume is refused from now on. */
  public synchronized void refuseDeletes(Failure refusal) {
    deleteRefusal = Optional.of(refusal);
  }

  /** Requests create their volume, lose the answer, and are refused when they are repeated. */
  public synchronized void loseAnswersAndRefuse(Failure refusal) {
    refusalOfRepeat = Optional.of(refusal);
  }

  /** Nothing is refused any more. */
  public synchronized void allow() {
    lookRefusal = Optional.empty();
    deleteRefusal = Optional.empty();
    refusalOfRepeat = Optional.empty();
  }

  private static void refuse(Optional<Failure> refusal) {
    refusal.ifPresent(
        failure -> {
          throw failure;
        });
  }

  /** Creates a volume as somebody else would. */
  public synchronized EbsVolume add(NewVolume request) {
    VolumeId id = new VolumeId("vol-%017x".formatted(volumes.size() + 1 + tokens.size() * 16));
    EbsVolume volume =
        new EbsVolume(
            id,
            born,
            request.zone(),
            request.specification().size(),
            traits(request.specification()),
            List.of());
    volumes.put(id, volume);
    tags.put(id, request.tags());
    tokens.put(request.token(), new Issued(request, id));
    return volume;
  }

  public synchronized void become(VolumeId id, VolumeState state) {
    change(id, old -> new EbsVolume(id, state, old.zone(), old.size(), old.traits(), old.nodes()));
  }

  public synchronized void attach(VolumeId id, String node) {
    List<NodeId> nodes = List.of(new NodeId(node));
    change(
        id,
        old -> new EbsVolume(id, VolumeState.IN_USE, old.zone(), old.size(), old.traits(), nodes));
  }

  /** What a modification leaves behind; a volume that is gone stays gone. */
  public synchronized void reshape(VolumeId id, VolumeSize size, VolumeTraits traits) {
    change(id, old -> new EbsVolume(id, old.state(), old.zone(), size, traits, old.nodes()));
  }

  public synchronized void vanish(VolumeId id) {
    volumes.remove(id);
  }

  public synchronized EbsVolume one(VolumeId id) {
    return Optional.ofNullable(volumes.get(id)).orElseThrow();
  }

  public synchronized List<EbsVolume> all() {
    return List.copyOf(volumes.values());
  }

  public synchronized Map<String, String> tagsOf(VolumeId id) {
    return tags.getOrDefault(id, Map.of());
  }

  public synchronized List<NewVolume> requests() {
    return List.copyOf(requests);
  }

  private void change(VolumeId id, UnaryOperator<EbsVolume> change) {
    volumes.computeIfPresent(id, (_, old) -> change.apply(old));
  }

  private static VolumeTraits traits(VolumeSpecification wanted) {
    OptionalInt iops = wanted.type().iops();
    Optional<String> key =
        wanted.encryption() instanceof Encryption.Key given
            ? Optional.of("arn:aws:kms:us-east-1:123456789012:key/" + given.id())
            : Optional.empty();
    return new VolumeTraits(
        wanted.type().limits().type(),
        iops,
        wanted.type().throughput(),
        !(wanted.encryption() instanceof Encryption.AccountDefault),
        key,
        wanted.multiAttach());
  }
}
