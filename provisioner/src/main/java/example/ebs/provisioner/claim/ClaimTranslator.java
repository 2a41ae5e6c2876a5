package example.ebs.provisioner.claim;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.CapacityRange;
import example.ebs.proto.csi.ControllerServiceCapability.RPC;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.Topology;
import example.ebs.proto.csi.TopologyRequirement;
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.provisioner.csi.AccessModes;
import example.ebs.provisioner.csi.ClassSecrets;
import example.ebs.provisioner.topology.Requirement;
import example.ebs.provisioner.topology.Segment;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Turns a claim and its class into CreateVolume.
 *
 * @param names whether the names of claim and PersistentVolume go along as parameters, as with the
 *     sidecar's --extra-create-metadata
 * @param can whether the driver has a capability
 */
record ClaimTranslator(boolean names, Predicate<RPC.Type> can) {
  /**
   * The request.
   *
   * @throws Failure.InvalidRequest when claim or class ask for what cannot be
   */
  CreateVolumeRequest request(
      PersistentVolumeClaim claim, StorageClass storageClass, Requirement requirement) {
    ClaimTerms.requireServed(claim);
    requireAttachable(claim);
    ClassParameters parameters = ClassParameters.of(storageClass);
    CreateVolumeRequest.Builder request =
        CreateVolumeRequest.newBuilder()
            .setName(ClaimTerms.volumeName(claim))
            .setCapacityRange(range(claim))
            .putAllParameters(parameters.forDriver());
    for (String mode : claim.getSpec().getAccessModes()) {
      request.addVolumeCapabilities(capability(claim, storageClass, parameters, mode));
    }
    if (names) {
      request.putAllParameters(metadata(claim));
    }
    if (!requirement.preferred().isEmpty()) {
      request.setAccessibilityRequirements(topology(requirement));
    }
    return request.build();
  }

  private static CapacityRange range(PersistentVolumeClaim claim) {
    CapacityRange.Builder range =
        CapacityRange.newBuilder().setRequiredBytes(ClaimTerms.size(claim));
    ClaimTerms.limit(claim).ifPresent(range::setLimitBytes);
    return range.build();
  }

  /** A driver that attaches gets one mode for all, and is asked only once the volume is there. */
  private void requireAttachable(PersistentVolumeClaim claim) {
    if (can.test(RPC.Type.PUBLISH_UNPUBLISH_VOLUME)) {
      var _ = AccessModes.together(claim.getSpec().getAccessModes(), tellsPodsApart());
    }
  }

  private boolean tellsPodsApart() {
    return can.test(RPC.Type.SINGLE_NODE_MULTI_WRITER);
  }

  private VolumeCapability capability(
      PersistentVolumeClaim claim,
      StorageClass storageClass,
      ClassParameters parameters,
      String mode) {
    VolumeCapability.Builder capability =
        VolumeCapability.newBuilder()
            .setAccessMode(
                VolumeCapability.AccessMode.newBuilder()
                    .setMode(AccessModes.single(mode, tellsPodsApart())));
    if (ClaimTerms.isBlock(claim)) {
      return capability.setBlock(VolumeCapability.BlockVolume.getDefaultInstance()).build();
    }
    List<String> options = Optional.ofNullable(storageClass.getMountOptions()).orElse(List.of());
    return capability
        .setMount(
            VolumeCapability.MountVolume.newBuilder()
                .setFsType(parameters.filesystem().orElse(""))
                .addAllMountFlags(options))
        .build();
  }

  private static Map<String, String> metadata(PersistentVolumeClaim claim) {
    ObjectMeta meta = claim.getMetadata();
    return Map.of(
        ClassSecrets.RESERVED + "pvc/name", meta.getName(),
        ClassSecrets.RESERVED + "pvc/namespace", meta.getNamespace(),
        ClassSecrets.RESERVED + "pv/name", ClaimTerms.volumeName(claim));
  }

  private static TopologyRequirement topology(Requirement requirement) {
    List<Topology> preferred = requirement.preferred().stream().map(ClaimTranslator::term).toList();
    List<Topology> requisite =
        requirement.preferred().stream().sorted().map(ClaimTranslator::term).toList();
    return TopologyRequirement.newBuilder()
        .addAllRequisite(requisite)
        .addAllPreferred(preferred)
        .build();
  }

  private static Topology term(Segment segment) {
    return Topology.newBuilder().putAllSegments(segment.labels()).build();
  }
}
