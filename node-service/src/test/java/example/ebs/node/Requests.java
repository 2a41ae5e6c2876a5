package example.ebs.node;

import example.ebs.proto.csi.NodePublishVolumeRequest;
import example.ebs.proto.csi.NodeStageVolumeRequest;
import example.ebs.proto.csi.NodeUnpublishVolumeRequest;
import example.ebs.proto.csi.NodeUnstageVolumeRequest;
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import java.nio.file.Path;

/** Requests as a kubelet sends them. */
final class Requests {
  static final String VOLUME = "vol-0123456789abcdef0";

  private Requests() {}

  static VolumeCapability mount(String filesystem, Mode mode, String... flags) {
    VolumeCapability.Builder capability = VolumeCapability.newBuilder();
    capability.getMountBuilder().setFsType(filesystem).addAllMountFlags(java.util.List.of(flags));
    capability.getAccessModeBuilder().setMode(mode);
    return capability.build();
  }

  static VolumeCapability mount(String filesystem, String... flags) {
    return mount(filesystem, Mode.SINGLE_NODE_MULTI_WRITER, flags);
  }

  static VolumeCapability block(Mode mode) {
    VolumeCapability.Builder capability = VolumeCapability.newBuilder();
    capability.getBlockBuilder();
    capability.getAccessModeBuilder().setMode(mode);
    return capability.build();
  }

  static NodeStageVolumeRequest stage(Path staging, VolumeCapability capability) {
    return NodeStageVolumeRequest.newBuilder()
        .setVolumeId(VOLUME)
        .setStagingTargetPath(staging.toString())
        .setVolumeCapability(capability)
        .build();
  }

  static NodeUnstageVolumeRequest unstage(Path staging) {
    return NodeUnstageVolumeRequest.newBuilder()
        .setVolumeId(VOLUME)
        .setStagingTargetPath(staging.toString())
        .build();
  }

  static NodePublishVolumeRequest publish(Path staging, Path target, VolumeCapability capability) {
    return NodePublishVolumeRequest.newBuilder()
        .setVolumeId(VOLUME)
        .setStagingTargetPath(staging.toString())
        .setTargetPath(target.toString())
        .setVolumeCapability(capability)
        .build();
  }

  static NodeUnpublishVolumeRequest unpublish(Path target) {
    return NodeUnpublishVolumeRequest.newBuilder()
        .setVolumeId(VOLUME)
        .setTargetPath(target.toString())
        .build();
  }
}
