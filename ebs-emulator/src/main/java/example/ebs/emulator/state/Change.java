package example.ebs.emulator.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.modification.Modification;
import example.ebs.emulator.snapshot.VolumeSnapshot;
import example.ebs.emulator.volume.Volume;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one save changed: a line of the journal.
 *
 * @param save its number; saves are numbered without a gap, so that a line which a snapshot has
 *     already, or one that is missing before it, is seen
 * @param stateId the id of the state that it belongs to; empty in lines of the format before
 * @param modifications nothing in lines of the formats before
 * @param snapshots nothing in lines of the formats before
 */
record Change(
    @JsonProperty(required = true) long save,
    String stateId,
    Part<Volume> volumes,
    Part<Instance> instances,
    Part<IssuedToken> tokens,
    Part<Modification> modifications,
    Part<VolumeSnapshot> snapshots) {
  Change {
    stateId = Optional.ofNullable(stateId).orElse("");
    requireNonNull(volumes, "volumes");
    requireNonNull(instances, "instances");
    requireNonNull(tokens, "tokens");
    modifications = Optional.ofNullable(modifications).orElse(Part.nothing());
    snapshots = Optional.ofNullable(snapshots).orElse(Part.nothing());
  }

  static Change between(State before, State after, long save, String stateId) {
    return new Change(
        save,
        stateId,
        Part.between(before.volumes(), after.volumes()),
        Part.between(before.instances(), after.instances()),
        Part.between(before.tokens(), after.tokens()),
        Part.between(before.modifications(), after.modifications()),
        Part.between(before.snapshots(), after.snapshots()));
  }

  boolean changesNothing() {
    return volumes.changesNothing()
        && instances.changesNothing()
        && tokens.changesNothing()
        && modifications.changesNothing()
        && snapshots.changesNothing();
  }

  /** What is there now in place of what was, and the ids of what is gone. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Part<V>(Map<String, V> put, Set<String> gone) {
    Part {
      put = Map.copyOf(Optional.ofNullable(put).orElse(Map.of()));
      gone = Set.copyOf(Optional.ofNullable(gone).orElse(Set.of()));
    }

    static <V> Part<V> nothing() {
      return new Part<>(Map.of(), Set.of());
    }

    /** Most maps and values are the very same before and after, which is seen without a look. */
    static <V> Part<V> between(Map<String, V> before, Map<String, V> after) {
      if (before.equals(after)) {
        return nothing();
      }
      Map<String, V> put = new HashMap<>();
      after.forEach(
          (id, value) -> {
            if (!value.equals(before.get(id))) {
              put.put(id, value);
            }
          });
      return new Part<>(
          put,
          before.keySet().stream()
              .filter(id -> !after.containsKey(id))
              .collect(Collectors.toSet()));
    }

    boolean changesNothing() {
      return put.isEmpty() && gone.isEmpty();
    }

    void applyTo(Map<String, V> map) {
      map.keySet().removeAll(gone);
      map.putAll(put);
    }
  }
}
