package example.ebs.emulator.action;

import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.snapshot.VolumeSnapshot;
import example.ebs.emulator.state.State;
import example.ebs.emulator.tag.Tags;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.ResourceIds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** CreateTags and DeleteTags, on volumes, snapshots and instances. */
final class Tagging {
  private static final int MOST_RESOURCES = 1000;

  private Tagging() {}

  static Effect create(Turn turn) {
    List<String> ids = ids(turn);
    Map<String, String> added = Tags.given(turn.request());
    if (added.isEmpty()) {
      throw Ec2Failure.missing("Tag");
    }
    State changed = changed(turn.state(), ids, tags -> Tags.merged(tags, added));
    return () -> Outcome.done(changed);
  }

  /** Without any tag in the request all tags go, as on EC2. */
  static Effect delete(Turn turn) {
    List<String> ids = ids(turn);
    Map<String, Optional<String>> unwanted = Tags.unwanted(turn.request());
    State changed =
        changed(
            turn.state(),
            ids,
            tags -> unwanted.isEmpty() ? Map.of() : Tags.without(tags, unwanted));
    return () -> Outcome.done(changed);
  }

  private static List<String> ids(Turn turn) {
    List<String> ids = turn.request().list("ResourceId");
    if (ids.isEmpty()) {
      throw Ec2Failure.missing("ResourceId");
    }
    if (ids.size() > MOST_RESOURCES) {
      throw Ec2Failure.invalidValue(
          "The maximum number of resources on a request is " + MOST_RESOURCES);
    }
    return ids;
  }

  private static State changed(
      State state, List<String> ids, UnaryOperator<Map<String, String>> change) {
    State changed = state;
    for (String id : ids) {
      if (id.startsWith("vol-")) {
        Volume volume = changed.volume(ResourceIds.volume(id));
        changed = changed.with(volume.withTags(change.apply(volume.tags())));
      } else if (id.startsWith("snap-")) {
        VolumeSnapshot snapshot = changed.snapshot(ResourceIds.snapshot(id));
        changed = changed.with(snapshot.withTags(change.apply(snapshot.tags())));
      } else if (id.startsWith("i-")) {
        Instance instance = changed.instance(ResourceIds.instance(id));
        changed = changed.with(instance.withTags(change.apply(instance.tags())));
      } else {
        throw Ec2Failure.client("InvalidID", "The ID '" + id + "' is not valid");
      }
    }
    return changed;
  }
}
