package example.ebs.emulator.action;

import example.ebs.emulator.device.ContentCopies;
import example.ebs.emulator.device.NoRoomException;
import example.ebs.emulator.device.VolumeFiles;
import example.ebs.emulator.fault.Faults;
import example.ebs.emulator.time.Delays;
import example.ebs.emulator.time.Operation;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.volume.VolumeSpecification;
import example.ebs.emulator.volume.VolumeStage;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.ResourceIds;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Makes volumes, for whichever action orders them. */
record VolumeMaker(VolumeFiles files, ContentCopies copies, Delays delays, Faults faults) {
  /** A new volume, which is being created; its content is there. */
  Volume make(Turn turn, VolumeSpecification specification, Map<String, String> tags)
      throws IOException {
    if (faults.isFull(specification.zone(), turn.request())) {
      throw full(specification.zone(), "");
    }
    String id = ResourceIds.next("vol");
    createFile(id, specification);
    return new Volume(
        id,
        specification,
        turn.now(),
        VolumeStage.CREATING,
        turn.now().plus(delays.next(Operation.CREATE_VOLUME)),
        tags,
        List.of());
  }

  /**
   * First the file, then the state that names it: a crash between leaves a file that the next start
   * takes away, and never a volume without content. A copy is complete when the request is
   * answered.
   */
  private void createFile(String id, VolumeSpecification specification) throws IOException {
    try {
      if (specification.source().nothing()) {
        files.create(id, specification.sizeGib());
      } else {
        copies.copy(specification.source().id(), id, specification.sizeGib());
      }
    } catch (NoRoomException tooLarge) {
      throw full(specification.zone(), " The emulator's disk: " + tooLarge.getMessage());
    }
  }

  /** A final answer: what waits for such a volume may give it up. */
  private static Ec2Failure full(String zone, String why) {
    return new Ec2Failure(
        500,
        "InsufficientVolumeCapacity",
        "There is not enough capacity to fulfill your request in zone '" + zone + "'." + why);
  }

  /** Takes the content of volumes away that no state will name. */
  void takeBack(List<Volume> unborn) throws IOException {
    for (Volume volume : unborn) {
      files.delete(volume.id());
    }
  }
}
