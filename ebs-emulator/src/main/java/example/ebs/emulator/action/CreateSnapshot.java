package example.ebs.emulator.action;

import example.ebs.emulator.device.ContentCopies;
import example.ebs.emulator.snapshot.SnapshotLock;
import example.ebs.emulator.snapshot.SnapshotStage;
import example.ebs.emulator.snapshot.VolumeSnapshot;
import example.ebs.emulator.state.State;
import example.ebs.emulator.tag.Tags;
import example.ebs.emulator.time.Delays;
import example.ebs.emulator.time.Operation;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.volume.VolumeStage;
import example.ebs.emulator.volume.VolumeType;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.ResourceIds;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** CreateSnapshot. It has no token: the same request again is another snapshot. */
final class CreateSnapshot implements Action {
  private static final int LONGEST_DESCRIPTION = 255;

  private final ContentCopies copies;
  private final Delays delays;

  CreateSnapshot(ContentCopies copies, Delays delays) {
    this.copies = copies;
    this.delays = delays;
  }

  @Override
  public Effect prepare(Turn turn) {
    QueryParameters request = turn.request();
    Volume volume = turn.state().volume(ResourceIds.volume(request.required("VolumeId")));
    String description = description(request);
    refuseElsewhere(request);
    Map<String, String> tags = Tags.specified(request, "snapshot", List.of());
    refuseUnlessReady(volume);
    refuseTooManyPending(turn.state(), volume);
    return () -> created(turn, volume, description, tags);
  }

  /** What the volume holds now is in it, whatever is written while it is pending. */
  private Outcome created(Turn turn, Volume volume, String description, Map<String, String> tags)
      throws IOException {
    String id = ResourceIds.next("snap");
    copies.copy(volume.id(), id, volume.specification().sizeGib());
    VolumeSnapshot snapshot =
        new VolumeSnapshot(
            id,
            volume.id(),
            volume.specification().sizeGib(),
            volume.specification().kmsKeyId(),
            description,
            turn.now(),
            SnapshotStage.PENDING,
            turn.now().plus(delays.next(Operation.CREATE_SNAPSHOT)),
            tags,
            SnapshotLock.NONE,
            List.of());
    return new Outcome(
        turn.state().with(snapshot), xml -> SnapshotXml.write(xml, snapshot, turn.now()));
  }

  private static String description(QueryParameters request) {
    String description = request.text("Description").orElse("");
    if (description.length() > LONGEST_DESCRIPTION) {
      throw Ec2Failure.invalidValue(
          "Value for parameter description is invalid. Length exceeds maximum of "
              + LONGEST_DESCRIPTION
              + ".");
    }
    return description;
  }

  private static void refuseElsewhere(QueryParameters request) {
    if (request.text("OutpostArn").isPresent()
        || !request.text("Location").orElse("regional").equals("regional")) {
      throw Ec2Failure.client(
          "UnsupportedOperation", "There are no outposts and local zones in this region.");
    }
  }

  private static void refuseUnlessReady(Volume volume) {
    if (volume.stage() != VolumeStage.READY) {
      throw Ec2Failure.client(
          "IncorrectState",
          "The volume '%s' is in the '%s' state.".formatted(volume.id(), volume.status()));
    }
  }

  private static void refuseTooManyPending(State state, Volume volume) {
    VolumeType type = volume.specification().type();
    int most = type == VolumeType.ST1 || type == VolumeType.SC1 ? 1 : 5;
    long pending =
        state.snapshots().values().stream()
            .filter(snapshot -> snapshot.volumeId().equals(volume.id()))
            .filter(snapshot -> snapshot.status().equals("pending"))
            .count();
    if (pending >= most) {
      throw Ec2Failure.client(
          "ConcurrentSnapshotLimitExceeded",
          "Maximum allowed in-progress snapshots for a single volume exceeded.");
    }
  }
}
