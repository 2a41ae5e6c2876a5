package example.ebs.local;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.csi.model.VolumeCapability;
import example.ebs.csi.request.Capabilities;
import example.ebs.csi.request.RequestFields;
import example.ebs.linux.mount.MountOptions;
import example.ebs.linux.path.KubeletDirectory;
import example.ebs.linux.path.TargetPath;
import example.ebs.local.model.DirectoryAccess;
import example.ebs.local.model.Enforcement;
import example.ebs.local.model.InlineVolumeContext;
import example.ebs.local.model.LocalVolumeContext;
import example.ebs.local.publish.PublishLocal;
import example.ebs.local.store.PodReference;
import example.ebs.local.store.VolumeKey;
import example.ebs.local.volume.WantedVolume;
import example.ebs.proto.csi.NodePublishVolumeRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Requests from the wire as commands, checked in the order that CSI callers rely on: every required
 * field, then the volume's id, then values.
 */
record LocalNodeRequests(KubeletDirectory kubelet) {
  static final String VOLUME_ID = "volume_id";
  static final String TARGET = "target_path";
  private static final String EPHEMERAL = "csi.storage.k8s.io/ephemeral";
  private static final String POD_UID = "csi.storage.k8s.io/pod.uid";
  private static final String POD_NAMESPACE = "csi.storage.k8s.io/pod.namespace";
  private static final String POD_NAME = "csi.storage.k8s.io/pod.name";

  PublishLocal publish(NodePublishVolumeRequest request) {
    RequestFields.required(VOLUME_ID, request.getVolumeId());
    RequestFields.required(TARGET, request.getTargetPath());
    VolumeCapability capability =
        Capabilities.parseRequired(request.hasVolumeCapability(), request.getVolumeCapability());
    VolumeKey key = key(request.getVolumeId());
    TargetPath target = kubelet.parse(TARGET, request.getTargetPath());
    boolean inline = isEphemeral(request.getVolumeContextMap());
    if (inline != key.inline().isPresent()) {
      throw new Failure.InvalidRequest(
          "by its id volume %s is %s, and by %s it is not; the CSIDriver object must have podInfoOnMount: true"
              .formatted(key, inline ? "a claim's" : "a pod's own", EPHEMERAL));
    }
    return inline
        ? inline(request, key, target, capability)
        : ofClaim(request, key, target, capability);
  }

  static VolumeKey key(String text) {
    return VolumeKey.parse(text)
        .orElseThrow(
            () ->
                new Failure.NotFound(
                    "volume "
                        + text
                        + " does not exist: a local volume's id looks like local- and 32 hexadecimal digits"));
  }

  /** The kubelet puts it in place of what a pod or a PersistentVolume says. */
  private static boolean isEphemeral(Map<String, String> context) {
    return context.getOrDefault(EPHEMERAL, "").equals("true");
  }

  private PublishLocal inline(
      NodePublishVolumeRequest request,
      VolumeKey key,
      TargetPath target,
      VolumeCapability capability) {
    InlineVolumeContext context = InlineVolumeContext.fromMap(request.getVolumeContextMap());
    PodReference pod = pod(request.getVolumeContextMap(), target);
    WantedVolume wanted =
        new WantedVolume(
            key,
            List.of(pod.uid(), key.value()),
            new WantedVolume.OfPod(pod),
            DirectoryAccess.DEFAULT,
            new WantedVolume.WantedLimit(
                context.inMemory() ? WantedVolume.Form.MEMORY : directory(key, capability),
                Enforcement.AUTO,
                context.sizeLimit(),
                filesystem(capability)));
    return publish(request, new PublishLocal.Made(wanted), target, capability, false);
  }

  /** The target's path is the kubelet's own word for which pod it is. */
  private static PodReference pod(Map<String, String> context, TargetPath target) {
    String uid = context.getOrDefault(POD_UID, "");
    if (!PodReference.isUid(uid) || !target.names().contains(uid)) {
      throw new Failure.InvalidRequest(
          "the pod's UID \"%s\" is not in the target path %s; the CSIDriver object must have podInfoOnMount: true"
              .formatted(uid, target));
    }
    try {
      return new PodReference(
          uid, context.getOrDefault(POD_NAMESPACE, ""), context.getOrDefault(POD_NAME, ""));
    } catch (IllegalArgumentException strange) {
      throw new Failure.InvalidRequest(
          "the pod with UID " + uid + " has a namespace or a name that Kubernetes does not allow",
          strange);
    }
  }

  private PublishLocal ofClaim(
      NodePublishVolumeRequest request,
      VolumeKey key,
      TargetPath target,
      VolumeCapability capability) {
    LocalVolumeContext context = LocalVolumeContext.fromMap(request.getVolumeContextMap());
    return switch (context.source()) {
      case LocalVolumeContext.Existing existing -> {
        var _ = directory(key, capability);
        yield publish(
            request,
            new PublishLocal.Existing(existing.path()),
            target,
            capability,
            existing.readOnly());
      }
      case LocalVolumeContext.HostPath _, LocalVolumeContext.EmptyDir _ ->
          publish(
              request,
              new PublishLocal.Made(ClaimedVolumes.wanted(key, context, capability)),
              target,
              capability,
              false);
    };
  }

  private static PublishLocal publish(
      NodePublishVolumeRequest request,
      PublishLocal.Source source,
      TargetPath target,
      VolumeCapability capability,
      boolean readOnly) {
    PublishLocal.Use use =
        new PublishLocal.Use(
            capability.mode(), readOnly || isReadOnly(request, capability), options(capability));
    return new PublishLocal(request.getVolumeId(), source, target, use, group(request));
  }

  private static WantedVolume.Form directory(VolumeKey key, VolumeCapability capability) {
    return switch (capability.access()) {
      case VolumeCapability.Mount _ -> WantedVolume.Form.DIRECTORY;
      case VolumeCapability.Block _ -> throw ClaimedVolumes.noDevice(key);
    };
  }

  private static Optional<FilesystemType> filesystem(VolumeCapability capability) {
    return switch (capability.access()) {
      case VolumeCapability.Mount mount -> FilesystemType.parse(mount.filesystem());
      case VolumeCapability.Block _ -> Optional.empty();
    };
  }

  private static MountOptions options(VolumeCapability capability) {
    return switch (capability.access()) {
      case VolumeCapability.Mount mount -> MountOptions.parse(mount.flags());
      case VolumeCapability.Block _ -> MountOptions.NONE;
    };
  }

  private static boolean isReadOnly(NodePublishVolumeRequest request, VolumeCapability capability) {
    return switch (capability.mode()) {
      case SINGLE_NODE_READER_ONLY, MULTI_NODE_READER_ONLY -> true;
      case SINGLE_NODE_WRITER,
          SINGLE_NODE_SINGLE_WRITER,
          SINGLE_NODE_MULTI_WRITER,
          MULTI_NODE_SINGLE_WRITER,
          MULTI_NODE_MULTI_WRITER ->
          request.getReadonly();
    };
  }

  private static OptionalInt group(NodePublishVolumeRequest request) {
    String text = request.getVolumeCapability().getMount().getVolumeMountGroup();
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    // What Kubernetes takes as a group: up to 2^31 - 1.
    if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > Integer.MAX_VALUE) {
      throw new Failure.InvalidRequest(
          "volume_mount_group must be the number of a group, and is \"" + text + "\"");
    }
    return OptionalInt.of(Integer.parseInt(text));
  }
}
