package example.ebs.node;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.AccessMode;
import example.ebs.csi.model.PublishContext;
import example.ebs.csi.model.VolumeCapability;
import example.ebs.csi.model.VolumeContext;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.request.Capabilities;
import example.ebs.csi.request.RequestFields;
import example.ebs.linux.filesystem.MountableFilesystem;
import example.ebs.linux.mount.MountOptions;
import example.ebs.linux.path.KubeletDirectory;
import example.ebs.linux.path.TargetPath;
import example.ebs.node.device.VolumePart;
import example.ebs.node.publish.PublishVolume;
import example.ebs.node.stage.StageVolume;
import example.ebs.proto.csi.NodePublishVolumeRequest;
import example.ebs.proto.csi.NodeStageVolumeRequest;
import java.util.Map;
import java.util.Optional;

/**
 * Requests from the wire as commands, checked in the order that CSI callers rely on: every required
 * field, then the volume's id, then values.
 */
record NodeRequests(KubeletDirectory kubelet) {
  static final String VOLUME_ID = "volume_id";
  static final String STAGING = "staging_target_path";
  static final String TARGET = "target_path";

  StageVolume stage(NodeStageVolumeRequest request) {
    RequestFields.required(VOLUME_ID, request.getVolumeId());
    RequestFields.required(STAGING, request.getStagingTargetPath());
    VolumeCapability capability =
        Capabilities.parseRequired(request.hasVolumeCapability(), request.getVolumeCapability());
    VolumeId volume = volume(request.getVolumeId());
    requireSupported(capability);
    return new StageVolume(
        part(volume, request.getVolumeContextMap()),
        hint(request.getPublishContextMap()),
        kubelet.parse(STAGING, request.getStagingTargetPath()),
        stageKind(capability));
  }

  PublishVolume publish(NodePublishVolumeRequest request) {
    RequestFields.required(VOLUME_ID, request.getVolumeId());
    RequestFields.required(TARGET, request.getTargetPath());
    VolumeCapability capability =
        Capabilities.parseRequired(request.hasVolumeCapability(), request.getVolumeCapability());
    requireStagingPath(request);
    VolumeId volume = volume(request.getVolumeId());
    requireSupported(capability);
    TargetPath staging = kubelet.parse(STAGING, request.getStagingTargetPath());
    TargetPath target = kubelet.parse(TARGET, request.getTargetPath());
    requireApart(staging, target);
    return new PublishVolume(
        part(volume, request.getVolumeContextMap()),
        hint(request.getPublishContextMap()),
        staging,
        target,
        capability.mode(),
        publishKind(capability),
        isReadOnly(request, capability));
  }

  private static VolumeId volume(String text) {
    return VolumeId.parse(text)
        .orElseThrow(
            () ->
                new Failure.NotFound(
                    "volume "
                        + text
                        + " does not exist: an EBS volume's id looks like vol-0123456789abcdef0"));
  }

  private static VolumePart part(VolumeId volume, Map<String, String> volumeContext) {
    return new VolumePart(volume, VolumeContext.fromMap(volumeContext).partition());
  }

  /** CSI 1.13, NodePublishVolume: with STAGE_UNSTAGE_VOLUME it is a precondition, not a field. */
  private static void requireStagingPath(NodePublishVolumeRequest request) {
    if (request.getStagingTargetPath().isEmpty()) {
      throw new Failure.PreconditionFailed(
          "volume %s cannot be published without a %s; stage it first and say where"
              .formatted(request.getVolumeId(), STAGING));
    }
  }

  /**
   * A target in the volume itself would be made on it; a staging path beneath it would be hidden.
   */
  private static void requireApart(TargetPath staging, TargetPath target) {
    if (staging.path().startsWith(target.path()) || target.path().startsWith(staging.path())) {
      throw new Failure.InvalidRequest(
          "%s %s and %s %s must not be inside one another"
              .formatted(STAGING, staging, TARGET, target));
    }
  }

  private static void requireSupported(VolumeCapability capability) {
    boolean mounted = capability.access() instanceof VolumeCapability.Mount;
    if (mounted && capability.mode().isMultiNode()) {
      throw new Failure.InvalidRequest(
          "access mode %s is not supported for a filesystem, which would be destroyed when several nodes mount it; ask for a block volume or a SINGLE_NODE mode"
              .formatted(capability.mode()));
    }
  }

  private static StageVolume.Kind stageKind(VolumeCapability capability) {
    return switch (capability.access()) {
      case VolumeCapability.Block _ -> new StageVolume.Block();
      case VolumeCapability.Mount mount -> {
        MountOptions options = MountOptions.parse(mount.flags());
        yield new StageVolume.Mount(
            MountableFilesystem.parse(mount.filesystem()),
            isReader(capability.mode()) ? options.readOnly() : options);
      }
    };
  }

  private static PublishVolume.Kind publishKind(VolumeCapability capability) {
    return switch (capability.access()) {
      case VolumeCapability.Block _ -> new PublishVolume.Block();
      case VolumeCapability.Mount mount -> {
        MountableFilesystem.parse(mount.filesystem());
        yield new PublishVolume.Mount(MountOptions.parse(mount.flags()));
      }
    };
  }

  private static boolean isReadOnly(NodePublishVolumeRequest request, VolumeCapability capability) {
    return request.getReadonly() || isReader(capability.mode());
  }

  private static boolean isReader(AccessMode mode) {
    return switch (mode) {
      case SINGLE_NODE_READER_ONLY, MULTI_NODE_READER_ONLY -> true;
      case SINGLE_NODE_WRITER,
          SINGLE_NODE_SINGLE_WRITER,
          SINGLE_NODE_MULTI_WRITER,
          MULTI_NODE_SINGLE_WRITER,
          MULTI_NODE_MULTI_WRITER ->
          false;
    };
  }

  /** The device is found by the volume's id; a name only helps where no id is on the device. */
  private static Optional<String> hint(Map<String, String> publishContext) {
    return publishContext.isEmpty()
        ? Optional.empty()
        : Optional.of(PublishContext.fromMap(publishContext).devicePath());
  }
}
