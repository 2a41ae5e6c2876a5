package example.ebs.emulator.state;

import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.modification.Modification;
import example.ebs.emulator.snapshot.VolumeSnapshot;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.wire.Ec2Failure;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything the emulator knows. It never changes: each change makes another. */
public record State(
    Map<String, Volume> volumes,
    Map<String, Instance> instances,
    Map<String, IssuedToken> tokens,
    Map<String, Modification> modifications,
    Map<String, VolumeSnapshot> snapshots) {

  public State {
    volumes = Map.copyOf(volumes);
    instances = Map.copyOf(instances);
    tokens = Map.copyOf(tokens);
    modifications = Map.copyOf(modifications);
    snapshots = Map.copyOf(snapshots);
  }

  public static State empty() {
    return new State(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
  }

  public State with(Volume volume) {
    return new State(
        put(volumes, volume.id(), volume), instances, tokens, modifications, snapshots);
  }

  /** Its modification goes with it. */
  public State withoutVolume(String id) {
    return new State(
        removed(volumes, id), instances, tokens, removed(modifications, id), snapshots);
  }

  public State with(Instance instance) {
    return new State(
        volumes, put(instances, instance.id(), instance), tokens, modifications, snapshots);
  }

  public State withoutInstance(String id) {
    return new State(volumes, removed(instances, id), tokens, modifications, snapshots);
  }

  public State withToken(String token, IssuedToken issued) {
    return new State(volumes, instances, put(tokens, token, issued), modifications, snapshots);
  }

  public State withoutToken(String token) {
    return new State(volumes, instances, removed(tokens, token), modifications, snapshots);
  }

  /** In the place of the volume's modification before, which EC2 shows no longer. */
  public State with(Modification modification) {
    return new State(
        volumes,
        instances,
        tokens,
        put(modifications, modification.volumeId(), modification),
        snapshots);
  }

  public State with(VolumeSnapshot snapshot) {
    return new State(
        volumes, instances, tokens, modifications, put(snapshots, snapshot.id(), snapshot));
  }

  public State withoutSnapshot(String id) {
    return new State(volumes, instances, tokens, modifications, removed(snapshots, id));
  }

  /** The ids of all that has content, of volumes and snapshots. */
  public Set<String> contents() {
    Set<String> ids = new HashSet<>(volumes.keySet());
    ids.addAll(snapshots.keySet());
    return ids;
  }

  /** Whether what a token has made, a volume or a reservation, is still there. */
  public boolean holds(String made) {
    return volumes.containsKey(made)
        || instances.values().stream().anyMatch(each -> each.reservationId().equals(made));
  }

  private static <V> Map<String, V> put(Map<String, V> map, String key, V value) {
    Map<String, V> changed = new HashMap<>(map);
    changed.put(key, value);
    return changed;
  }

  private static <V> Map<String, V> removed(Map<String, V> map, String key) {
    Map<String, V> changed = new HashMap<>(map);
    changed.remove(key);
    return changed;
  }

  public Volume volume(String id) {
    return volumes(List.of(id)).getFirst();
  }

  /** The volumes with these ids; one that is absent fails all, with its id in the message. */
  public List<Volume> volumes(Collection<String> ids) {
    List<String> absent = absent(volumes, ids);
    if (absent.size() == 1) {
      throw Ec2Failure.client(
          "InvalidVolume.NotFound", "The volume '" + absent.getFirst() + "' does not exist.");
    }
    if (!absent.isEmpty()) {
      throw Ec2Failure.client(
          "InvalidVolume.NotFound",
          "The volumes '" + String.join(", ", absent) + "' do not exist.");
    }
    return found(volumes, ids);
  }

  public Instance instance(String id) {
    return instances(List.of(id)).getFirst();
  }

  /** The instances with these ids; one that is absent fails all, with its id in the message. */
  public List<Instance> instances(Collection<String> ids) {
    List<String> absent = absent(instances, ids);
    if (absent.size() == 1) {
      throw Ec2Failure.client(
          "InvalidInstanceID.NotFound",
          "The instance ID '" + absent.getFirst() + "' does not exist");
    }
    if (!absent.isEmpty()) {
      throw Ec2Failure.client(
          "InvalidInstanceID.NotFound",
          "The instance IDs '" + String.join(", ", absent) + "' do not exist");
    }
    return found(instances, ids);
  }

  public VolumeSnapshot snapshot(String id) {
    return snapshots(List.of(id)).getFirst();
  }

  /** The snapshots with these ids; one that is absent fails all, with its id in the message. */
  public List<VolumeSnapshot> snapshots(Collection<String> ids) {
    Map<String, VolumeSnapshot> shown = new HashMap<>(snapshots);
    shown.values().removeIf(VolumeSnapshot::hidden);
    List<String> absent = absent(shown, ids);
    if (absent.size() == 1) {
      throw Ec2Failure.client(
          "InvalidSnapshot.NotFound", "The snapshot '" + absent.getFirst() + "' does not exist.");
    }
    if (!absent.isEmpty()) {
      throw Ec2Failure.client(
          "InvalidSnapshot.NotFound",
          "The snapshots '" + String.join(", ", absent) + "' do not exist.");
    }
    return found(shown, ids);
  }

  private static List<String> absent(Map<String, ?> map, Collection<String> ids) {
    return ids.stream().distinct().filter(id -> !map.containsKey(id)).toList();
  }

  private static <V> List<V> found(Map<String, V> map, Collection<String> ids) {
    return ids.stream()
        .distinct()
        .flatMap(id -> Optional.ofNullable(map.get(id)).stream())
        .toList();
  }

  /** The volumes that are attached, or still or already being attached, to an instance. */
  public List<Volume> attachedTo(String instanceId) {
    return volumes.values().stream()
        .filter(volume -> volume.attachmentTo(instanceId).isPresent())
        .sorted(Comparator.comparing(Volume::order))
        .toList();
  }
}
