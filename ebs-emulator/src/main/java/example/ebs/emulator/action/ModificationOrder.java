package example.ebs.emulator.action;

import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.volume.VolumeLimits;
import example.ebs.emulator.volume.VolumeSpecification;
import example.ebs.emulator.volume.VolumeType;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import java.util.Optional;

/** What a ModifyVolume request makes of a volume, checked. */
final class ModificationOrder {
  /** What EC2 gives a volume that changes to a type which takes IOPS, where none are asked for. */
  private static final int IOPS_OF_ANOTHER_TYPE = 3_000;

  private ModificationOrder() {}

  static VolumeSpecification parse(QueryParameters request, Volume volume) {
    VolumeSpecification was = volume.specification();
    Optional<Integer> askedSize = request.number("Size");
    Optional<VolumeType> askedType = request.text("VolumeType").map(VolumeType::named);
    Optional<Integer> askedIops = request.number("Iops");
    Optional<Integer> askedThroughput = request.number("Throughput");
    boolean multiAttach = multiAttach(request, volume);
    if (askedSize.isEmpty()
        && askedType.isEmpty()
        && askedIops.isEmpty()
        && askedThroughput.isEmpty()
        && request.text("MultiAttachEnabled").isEmpty()) {
      throw Ec2Failure.missing("size, volumeType, iops, throughput or multiAttachEnabled");
    }
    VolumeType type = askedType.orElse(was.type());
    refuseStandard(was.type(), type);
    int size = size(was, type, askedSize);
    int iops = VolumeLimits.iops(type, size, askedIops.or(() -> iops(was, type)));
    int throughput =
        VolumeLimits.throughput(type, iops, askedThroughput.or(() -> throughput(was, type)));
    VolumeLimits.checkMultiAttach(type, multiAttach);
    return new VolumeSpecification(
        was.zone(),
        size,
        type,
        iops,
        throughput,
        was.encrypted(),
        was.kmsKeyId(),
        multiAttach,
        was.source());
  }

  private static boolean multiAttach(QueryParameters request, Volume volume) {
    boolean is = volume.specification().multiAttach();
    boolean wanted =
        request.text("MultiAttachEnabled").isPresent() ? request.flag("MultiAttachEnabled") : is;
    if (wanted != is && !volume.attachments().isEmpty()) {
      throw Ec2Failure.client(
          "IncorrectState",
          "The parameter multiAttachEnabled can be changed of a volume that is 'available' only,"
              + " and '%s' is 'in-use'.".formatted(volume.id()));
    }
    return wanted;
  }

  private static void refuseStandard(VolumeType was, VolumeType type) {
    if (type == VolumeType.STANDARD && was != VolumeType.STANDARD) {
      throw Ec2Failure.invalidValue(
          "Volume of type %s cannot be modified to volume type standard.".formatted(was.text()));
    }
  }

  private static int size(VolumeSpecification was, VolumeType type, Optional<Integer> asked) {
    int size = asked.orElse(was.sizeGib());
    if (size < was.sizeGib()) {
      throw Ec2Failure.invalidValue("New size cannot be smaller than existing size");
    }
    VolumeLimits.checkSize(type, size);
    return size;
  }

  private static Optional<Integer> iops(VolumeSpecification was, VolumeType type) {
    if (!type.takesIops()) {
      return Optional.empty();
    }
    return Optional.of(type == was.type() ? was.iops() : IOPS_OF_ANOTHER_TYPE);
  }

  private static Optional<Integer> throughput(VolumeSpecification was, VolumeType type) {
    return type == was.type() && was.throughput() > 0
        ? Optional.of(was.throughput())
        : Optional.empty();
  }
}
