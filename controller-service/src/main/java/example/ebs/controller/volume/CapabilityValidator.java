package example.ebs.controller.volume;

import example.ebs.controller.capability.SupportedCapabilities;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeCapability;
import example.ebs.csi.model.VolumeContext;
import example.ebs.csi.model.VolumeId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says whether an existing volume can be used in certain ways and is what a class would have made.
 *
 * <p>CSI 1.13, ValidateVolumeCapabilities: only what was validated is confirmed. What EC2 does not
 * tell of a volume, as what it holds, is left out rather than believed.
 */
public final class CapabilityValidator {
  private final VolumeCloud cloud;

  public CapabilityValidator(VolumeCloud cloud) {
    this.cloud = cloud;
  }

  /**
   * The answer.
   *
   * @throws Failure.NotFound when there is no such volume
   */
  public Validation validate(ValidateVolume asked) {
    EbsVolume volume = find(asked.volumeId());
    Optional<String> objection =
        SupportedCapabilities.useObjection(asked.capabilities())
            .or(() -> sharing(volume, asked.capabilities()));
    return objection
        .<Validation>map(Validation.Refused::new)
        .orElseGet(() -> compared(volume, asked));
  }

  /** CSI answers what does not fit with a reason, and keeps errors for what went wrong. */
  private static Validation compared(EbsVolume volume, ValidateVolume asked) {
    try {
      var _ = VolumeContext.fromMap(asked.context());
      return ClassComparison.of(volume, asked).result();
    } catch (Failure.InvalidRequest refused) {
      return new Validation.Refused(refused.getMessage());
    }
  }

  private EbsVolume find(String volumeId) {
    return VolumeId.parse(volumeId)
        .flatMap(id -> Optional.ofNullable(cloud.find(Set.of(id)).get(id)))
        .filter(found -> !found.state().isGoing())
        .orElseThrow(() -> unknown(volumeId));
  }

  private static Optional<String> sharing(EbsVolume volume, List<VolumeCapability> capabilities) {
    return SupportedCapabilities.needMultiAttach(capabilities) && !volume.traits().multiAttach()
        ? Optional.of(
            "access mode MULTI_NODE_MULTI_WRITER needs a volume with multi-attach, and %s has none"
                .formatted(volume.id()))
        : Optional.empty();
  }

  private static Failure.NotFound unknown(String volumeId) {
    return new Failure.NotFound(
        "volume %s does not exist in this account and region".formatted(volumeId));
  }
}
