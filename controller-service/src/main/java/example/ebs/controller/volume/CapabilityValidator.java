package example.ebs.controller.volume;

import example.ebs.controller.capability.SupportedCapabilities;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeCapability;
import example.ebs.csi.model.VolumeId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says whether an existing volume can be used in certain ways. */
public final class CapabilityValidator {
  private final VolumeCloud cloud;

  public CapabilityValidator(VolumeCloud cloud) {
    this.cloud = cloud;
  }

  /**
   * Why not; empty when it can be used in all these ways.
   *
   * @throws Failure.NotFound when there is no such volume
   */
  public Optional<String> objection(String volumeId, List<VolumeCapability> capabilities) {
    EbsVolume volume =
        VolumeId.parse(volumeId)
            .flatMap(id -> Optional.ofNullable(cloud.find(Set.of(id)).get(id)))
            .filter(found -> !found.state().isGoing())
            .orElseThrow(() -> unknown(volumeId));
    return SupportedCapabilities.useObjection(capabilities).or(() -> sharing(volume, capabilities));
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
