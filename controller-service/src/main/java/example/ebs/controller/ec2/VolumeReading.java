package example.ebs.controller.ec2;

import example.ebs.controller.attachment.AttachableVolume;
import example.ebs.controller.attachment.AttachmentState;
import example.ebs.controller.volume.EbsVolume;
import example.ebs.controller.volume.VolumeState;
import example.ebs.controller.volume.VolumeTraits;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.VolumeSize;
import example.ebs.csi.model.Zone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateVolumeResponse;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeAttachment;

/** Reads what EC2 says of volumes into our own words; pure. */
final class VolumeReading {
  private VolumeReading() {}

  static EbsVolume volume(Volume volume) {
    return new EbsVolume(
        new VolumeId(volume.volumeId()),
        state(volume.state()),
        new Zone(volume.availabilityZone()),
        VolumeSize.ofGibibytes(volume.size()),
        new VolumeTraits(
            String.valueOf(volume.volumeTypeAsString()),
            number(volume.iops()),
            number(volume.throughput()),
            Boolean.TRUE.equals(volume.encrypted()),
            Optional.ofNullable(volume.kmsKeyId()),
            Boolean.TRUE.equals(volume.multiAttachEnabled())),
        nodes(volume));
  }

  /** The SDK reads an empty answer without complaint, so the id is asked for here. */
  static EbsVolume created(CreateVolumeResponse created) {
    if (created.volumeId() == null) {
      throw new Failure.Unavailable(
          "EC2 answered CreateVolume without a volume id; a volume may exist, ask again");
    }
    return new EbsVolume(
        new VolumeId(created.volumeId()),
        state(created.state()),
        new Zone(created.availabilityZone()),
        VolumeSize.ofGibibytes(created.size()),
        new VolumeTraits(
            String.valueOf(created.volumeTypeAsString()),
            number(created.iops()),
            number(created.throughput()),
            Boolean.TRUE.equals(created.encrypted()),
            Optional.ofNullable(created.kmsKeyId()),
            Boolean.TRUE.equals(created.multiAttachEnabled())),
        List.of());
  }

  static AttachableVolume attachable(Volume volume) {
    Map<NodeId, AttachmentState> attachments = new HashMap<>();
    // An attachment that AWS manages for a service names no instance, and is none of ours.
    volume.attachments().stream()
        .filter(attachment -> attachment.instanceId() != null)
        .forEach(attachment -> put(attachment, attachments));
    return new AttachableVolume(
        new VolumeId(volume.volumeId()),
        new Zone(volume.availabilityZone()),
        readiness(state(volume.state())),
        Boolean.TRUE.equals(volume.multiAttachEnabled()),
        attachments);
  }

  private static void put(VolumeAttachment attachment, Map<NodeId, AttachmentState> attachments) {
    String device = String.valueOf(attachment.device());
    Optional<AttachmentState> state =
        switch (attachment.state()) {
          case ATTACHING -> Optional.of(new AttachmentState.Attaching(device));
          case ATTACHED -> Optional.of(new AttachmentState.Attached(device));
          case DETACHING -> Optional.of(new AttachmentState.Detaching());
          case BUSY -> Optional.of(new AttachmentState.Busy());
          case DETACHED -> Optional.empty();
          // A state that this SDK does not know: neither there nor off, so not to be relied on.
          case UNKNOWN_TO_SDK_VERSION -> Optional.of(new AttachmentState.Attaching(device));
        };
    state.ifPresent(known -> attachments.put(new NodeId(attachment.instanceId()), known));
  }

  private static AttachableVolume.Readiness readiness(VolumeState state) {
    return switch (state) {
      case AVAILABLE, IN_USE, UNKNOWN -> AttachableVolume.Readiness.READY;
      case CREATING -> AttachableVolume.Readiness.NOT_YET;
      case DELETING, DELETED, ERROR -> AttachableVolume.Readiness.NEVER;
    };
  }

  private static VolumeState state(
      software.amazon.awssdk.services.ec2.model.@Nullable VolumeState state) {
    if (state == null) {
      return VolumeState.UNKNOWN;
    }
    return switch (state) {
      case CREATING -> VolumeState.CREATING;
      case AVAILABLE -> VolumeState.AVAILABLE;
      case IN_USE -> VolumeState.IN_USE;
      case DELETING -> VolumeState.DELETING;
      case DELETED -> VolumeState.DELETED;
      case ERROR -> VolumeState.ERROR;
      case UNKNOWN_TO_SDK_VERSION -> VolumeState.UNKNOWN;
    };
  }

  private static List<NodeId> nodes(Volume volume) {
    return volume.attachments().stream()
        .map(VolumeAttachment::instanceId)
        .filter(Objects::nonNull)
        .map(NodeId::new)
        .toList();
  }

  private static OptionalInt number(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
