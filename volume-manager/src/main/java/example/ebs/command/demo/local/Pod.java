package example.ebs.command.demo.local;

import example.ebs.csi.model.Sha256;
import example.ebs.proto.csi.NodePublishVolumeRequest;
import example.ebs.proto.csi.NodeUnpublishVolumeRequest;
import example.ebs.proto.csi.VolumeCapability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One pod with one volume, and the calls that the kubelet would make for it. */
final class Pod {
  private final LocalMachine machine;
  private final String name;
  private final String volumeId;
  private final Path target;
  private final List<Container> containers = new ArrayList<>();

  private Pod(LocalMachine machine, String name, String volumeId, Path target) {
    this.machine = machine;
    this.name = name;
    this.volumeId = volumeId;
    this.target = target;
  }

  /**
   * NodePublishVolume: from here on the pod's folder is the volume.
   *
   * @param context as the PersistentVolume tells it
   */
  static Pod start(
      LocalMachine machine, String name, String volumeId, Map<String, String> context) {
    return start(machine, name, UUID.randomUUID().toString(), volumeId, context);
  }

  /**
   * The same for a volume that the pod declares itself.
   *
   * @param attributes as the pod tells them, but for the mode
   */
  static Pod startInline(LocalMachine machine, String name, Map<String, String> attributes) {
    String uid = UUID.randomUUID().toString();
    // What the kubelet adds.
    Map<String, String> context = new HashMap<>(attributes);
    context.put("mode", "emptyDir");
    context.put("csi.storage.k8s.io/ephemeral", "true");
    context.put("csi.storage.k8s.io/pod.uid", uid);
    context.put("csi.storage.k8s.io/pod.name", name);
    context.put("csi.storage.k8s.io/pod.namespace", "default");
    return start(machine, name, uid, inlineHandle(uid), context);
  }

  /** As the kubelet makes it: a hash of what nobody else has. */
  private static String inlineHandle(String uid) {
    return "csi-" + Sha256.hex(uid);
  }

  private static Pod start(
      LocalMachine machine, String name, String uid, String volumeId, Map<String, String> context) {
    Path volumes = machine.kubelet().resolve("pods/" + uid + "/volumes/kubernetes.io~csi/data");
    Path target = made(volumes).resolve("mount");
    var _ =
        machine
            .node()
            .nodePublishVolume(
                NodePublishVolumeRequest.newBuilder()
                    .setVolumeId(volumeId)
                    .setTargetPath(target.toString())
                    .setVolumeCapability(capability())
                    .putAllVolumeContext(context)
                    .build());
    return new Pod(machine, name, volumeId, target);
  }

  static VolumeCapability capability() {
    return VolumeCapability.newBuilder()
        .setMount(VolumeCapability.MountVolume.getDefaultInstance())
        .setAccessMode(
            VolumeCapability.AccessMode.newBuilder()
                .setMode(VolumeCapability.AccessMode.Mode.SINGLE_NODE_MULTI_WRITER))
        .build();
  }

  /** The pod's folder. */
  Path folder() {
    return target;
  }

  /** Starts a container of the pod, as the container runtime would. */
  Container container(String containerName) {
    Path root = machine.folder().resolve("containers").resolve(name + "-" + containerName);
    Container container = Container.start(root, target);
    containers.add(container);
    return container;
  }

  /** Stops the containers, then NodeUnpublishVolume. */
  void stop() {
    containers.forEach(Container::stop);
    var _ =
        machine
            .node()
            .nodeUnpublishVolume(
                NodeUnpublishVolumeRequest.newBuilder()
                    .setVolumeId(volumeId)
                    .setTargetPath(target.toString())
                    .build());
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException unable) {
      throw new UncheckedIOException("cannot make " + folder, unable);
    }
  }
}
