package example.ebs.provisioner.attachment;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.ControllerPublishVolumeRequest;
import example.ebs.proto.csi.ControllerServiceCapability.RPC;
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.provisioner.csi.AccessModes;
import example.ebs.provisioner.csi.CsiController;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a volume and a node into ControllerPublishVolume's request; pure. */
final class PublishRequests {
  private PublishRequests() {}

  /**
   * The request.
   *
   * @throws Failure.InvalidRequest when the volume's access modes contradict each other
   */
  static ControllerPublishVolumeRequest of(
      AttachedVolume volume, String nodeId, Map<String, String> secrets, CsiController controller) {
    return ControllerPublishVolumeRequest.newBuilder()
        .setVolumeId(volume.source().handle())
        .setNodeId(nodeId)
        .setVolumeCapability(capability(volume, controller))
        // A driver that cannot attach for reading only mounts it so.
        .setReadonly(volume.source().readOnly() && controller.can(RPC.Type.PUBLISH_READONLY))
        .putAllVolumeContext(volume.source().attributes())
        .putAllSecrets(secrets)
        .build();
  }

  private static VolumeCapability capability(AttachedVolume volume, CsiController controller) {
    PersistentVolumeSpec spec = volume.spec();
    VolumeCapability.Builder capability = VolumeCapability.newBuilder();
    capability
        .getAccessModeBuilder()
        .setMode(
            AccessModes.together(
                spec.getAccessModes(), controller.can(RPC.Type.SINGLE_NODE_MULTI_WRITER)));
    if ("Block".equals(spec.getVolumeMode())) {
      return capability.setBlock(VolumeCapability.BlockVolume.getDefaultInstance()).build();
    }
    capability
        .getMountBuilder()
        .setFsType(volume.source().filesystem())
        .addAllMountFlags(Optional.ofNullable(spec.getMountOptions()).orElse(List.of()));
    return capability.build();
  }
}
