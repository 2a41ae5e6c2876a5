package example.ebs.controller.ec2;

import example.ebs.controller.modification.Modification;
import example.ebs.controller.modification.ModificationState;
import example.ebs.controller.modification.VolumeShape;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.VolumeSize;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.ModifyVolumeResponse;
import software.amazon.awssdk.services.ec2.model.VolumeModification;
import software.amazon.awssdk.services.ec2.model.VolumeModificationState;

/** Reads what EC2 says of modifications into our own words; pure. */
final class ModificationReading {
  private ModificationReading() {}

  /** The SDK reads an empty answer without complaint, so the modification is asked for here. */
  static Modification begun(ModifyVolumeResponse answer) {
    return Optional.ofNullable(answer.volumeModification())
        .filter(modification -> modification.volumeId() != null)
        .map(ModificationReading::modification)
        .orElseThrow(
            () ->
                new Failure.Unavailable(
                    "EC2 answered ModifyVolume without a modification; it may have begun, ask again"));
  }

  static Modification modification(VolumeModification latest) {
    return new Modification(
        new VolumeId(latest.volumeId()),
        state(latest.modificationState()),
        Optional.ofNullable(latest.statusMessage()).orElse(""),
        new VolumeShape(
            size(latest.originalSize()),
            String.valueOf(latest.originalVolumeTypeAsString()),
            number(latest.originalIops()),
            number(latest.originalThroughput())),
        new VolumeShape(
            size(latest.targetSize() == null ? latest.originalSize() : latest.targetSize()),
            Optional.ofNullable(latest.targetVolumeTypeAsString())
                .orElse(String.valueOf(latest.originalVolumeTypeAsString())),
            number(latest.targetIops()),
            number(latest.targetThroughput())),
        Optional.ofNullable(latest.progress()).orElse(0L),
        Optional.ofNullable(latest.startTime()).orElse(Instant.EPOCH));
  }

  private static ModificationState state(@Nullable VolumeModificationState state) {
    if (state == null) {
      return ModificationState.UNKNOWN;
    }
    return switch (state) {
      case MODIFYING -> ModificationState.MODIFYING;
      case OPTIMIZING -> ModificationState.OPTIMIZING;
      case COMPLETED -> ModificationState.COMPLETED;
      case FAILED -> ModificationState.FAILED;
      case UNKNOWN_TO_SDK_VERSION -> ModificationState.UNKNOWN;
    };
  }

  private static VolumeSize size(@Nullable Integer gibibytes) {
    return VolumeSize.ofGibibytes(gibibytes == null ? 0 : gibibytes);
  }

  private static OptionalInt number(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
