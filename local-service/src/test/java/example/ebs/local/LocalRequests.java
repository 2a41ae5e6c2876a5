package example.ebs.local;

import example.ebs.csi.model.VolumeSize;
import example.ebs.local.model.DirectoryName;
import example.ebs.local.model.LocalClassParameters;
import example.ebs.local.model.LocalVolumeId;
import example.ebs.proto.csi.NodeGetVolumeStatsRequest;
import example.ebs.proto.csi.NodePublishVolumeRequest;
import example.ebs.proto.csi.NodeUnpublishVolumeRequest;
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Requests of a kubelet about local volumes. */
final class LocalRequests {
  static final String VOLUME = "pvc-0b6d5b5e";
  static final LocalVolumeId ID = LocalVolumeId.ofVolume(VOLUME);
  static final String DIRECTORY = "shop-data-" + VOLUME;
  static final String POD = "7f1c9a52-6a0e-4a3e-9d4e-0123456789ab";
  static final String INLINE = "csi-" + "0123456789abcdef".repeat(4);
  static final VolumeSize SIZE = new VolumeSize(32L << 20);

  private LocalRequests() {}

  static VolumeCapability mount(Mode mode) {
    VolumeCapability.Builder capability = VolumeCapability.newBuilder();
    capability.getMountBuilder();
    capability.getAccessModeBuilder().setMode(mode);
    return capability.build();
  }

  static VolumeCapability mount() {
    return mount(Mode.SINGLE_NODE_MULTI_WRITER);
  }

  static VolumeCapability block() {
    VolumeCapability.Builder capability = VolumeCapability.newBuilder();
    capability.getBlockBuilder();
    capability.getAccessModeBuilder().setMode(Mode.SINGLE_NODE_MULTI_WRITER);
    return capability.build();
  }

  /** The context of a claim's volume of a class with these parameters, in pairs. */
  static Map<String, String> context(String... parameters) {
    Map<String, String> map = new HashMap<>();
    for (int at = 0; at < parameters.length; at += 2) {
      map.put(parameters[at], parameters[at + 1]);
    }
    return LocalClassParameters.parse(map)
        .context(DirectoryName.of("shop", "data", VOLUME), SIZE)
        .toMap();
  }

  static NodePublishVolumeRequest.Builder publish(Path target, Map<String, String> context) {
    return NodePublishVolumeRequest.newBuilder()
        .setVolumeId(ID.value())
        .setTargetPath(target.toString())
        .setVolumeCapability(mount())
        .putAllVolumeContext(context)
        .putVolumeContext("csi.storage.k8s.io/ephemeral", "false")
        .putVolumeContext("csi.storage.k8s.io/pod.uid", POD);
  }

  /** An inline volume of the pod, with attributes in pairs. */
  static NodePublishVolumeRequest.Builder inline(Path target, String... attributes) {
    NodePublishVolumeRequest.Builder request =
        NodePublishVolumeRequest.newBuilder()
            .setVolumeId(INLINE)
            .setTargetPath(target.toString())
            .setVolumeCapability(mount())
            .putVolumeContext("csi.storage.k8s.io/ephemeral", "true")
            .putVolumeContext("csi.storage.k8s.io/pod.uid", POD)
            .putVolumeContext("csi.storage.k8s.io/pod.namespace", "shop")
            .putVolumeContext("csi.storage.k8s.io/pod.name", "web-0");
    for (int at = 0; at < attributes.length; at += 2) {
      request.putVolumeContext(attributes[at], attributes[at + 1]);
    }
    return request;
  }

  static NodeUnpublishVolumeRequest unpublish(String id, Path target) {
    return NodeUnpublishVolumeRequest.newBuilder()
        .setVolumeId(id)
        .setTargetPath(target.toString())
        .build();
  }

  static NodeUnpublishVolumeRequest unpublish(Path target) {
    return unpublish(ID.value(), target);
  }

  static NodeGetVolumeStatsRequest stats(String id, Path path) {
    return NodeGetVolumeStatsRequest.newBuilder()
        .setVolumeId(id)
        .setVolumePath(path.toString())
        .build();
  }
}
