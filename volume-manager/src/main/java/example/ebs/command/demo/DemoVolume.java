package example.ebs.command.demo;

import example.ebs.csi.model.ZoneTopology;
import example.ebs.proto.csi.CapacityRange;
import example.ebs.proto.csi.ControllerPublishVolumeRequest;
import example.ebs.proto.csi.ControllerUnpublishVolumeRequest;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.proto.csi.NodePublishVolumeRequest;
import example.ebs.proto.csi.NodeStageVolumeRequest;
import example.ebs.proto.csi.NodeUnpublishVolumeRequest;
import example.ebs.proto.csi.NodeUnstageVolumeRequest;
import example.ebs.proto.csi.Topology;
import example.ebs.proto.csi.TopologyRequirement;
import example.ebs.proto.csi.Volume;
import example.ebs.proto.csi.VolumeCapability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The volume of the demo, and the calls that Kubernetes would make for it, with the folders that
 * kubelet would use.
 */
public final class DemoVolume {
  private final DemoCluster cluster;
  private final DemoClaim claim;
  private final VolumeCapability capability;
  private final Volume volume;

  private DemoVolume(
      DemoCluster cluster, DemoClaim claim, VolumeCapability capability, Volume volume) {
    this.cluster = cluster;
    this.claim = claim;
    this.capability = capability;
    this.volume = volume;
  }

  /** CreateVolume, as the claim and its class ask for it. */
  public static DemoVolume create(DemoCluster cluster, DemoNode forPodOn, DemoClaim claim) {
    VolumeCapability capability =
        VolumeCapability.newBuilder()
            .setMount(VolumeCapability.MountVolume.newBuilder().setFsType(claim.filesystem()))
            .setAccessMode(
                VolumeCapability.AccessMode.newBuilder()
                    // What Kubernetes asks this driver for where a claim says ReadWriteOnce.
                    .setMode(VolumeCapability.AccessMode.Mode.SINGLE_NODE_MULTI_WRITER))
            .build();
    Topology zone =
        Topology.newBuilder().putAllSegments(new ZoneTopology(forPodOn.zone()).toMap()).build();
    CreateVolumeRequest request =
        CreateVolumeRequest.newBuilder()
            .setName(claim.name())
            .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(claim.gibibytes() << 30))
            .addVolumeCapabilities(capability)
            .putAllParameters(Map.of("type", "gp3"))
            .setAccessibilityRequirements(
                TopologyRequirement.newBuilder().addRequisite(zone).addPreferred(zone))
            .build();
    return new DemoVolume(
        cluster, claim, capability, cluster.csi().createVolume(request).getVolume());
  }

  String id() {
    return volume.getVolumeId();
  }

  /** ControllerPublishVolume; the answer is what the node is told. */
  public Map<String, String> attach(DemoNode node) {
    return cluster
        .csi()
        .controllerPublishVolume(
            ControllerPublishVolumeRequest.newBuilder()
                .setVolumeId(id())
                .setNodeId(node.id().value())
                .setVolumeCapability(capability)
                .putAllVolumeContext(volume.getVolumeContextMap())
                .build())
        .getPublishContextMap();
  }

  void detach(DemoNode node) {
    var _ =
        cluster
            .csi()
            .controllerUnpublishVolume(
                ControllerUnpublishVolumeRequest.newBuilder()
                    .setVolumeId(id())
                    .setNodeId(node.id().value())
                    .build());
  }

  public void stage(DemoNode node, Map<String, String> publishContext) {
    var _ =
        node.csi()
            .nodeStageVolume(
                NodeStageVolumeRequest.newBuilder()
                    .setVolumeId(id())
                    .setStagingTargetPath(made(staging(node)).toString())
                    .setVolumeCapability(capability)
                    .putAllPublishContext(publishContext)
                    .build());
  }

  /** NodePublishVolume: from here on the pod's folder is the volume. */
  public Path publish(DemoNode node, Map<String, String> publishContext) {
    Path target = target(node);
    made(target.resolveSibling(""));
    var _ =
        node.csi()
            .nodePublishVolume(
                NodePublishVolumeRequest.newBuilder()
                    .setVolumeId(id())
                    .setStagingTargetPath(staging(node).toString())
                    .setTargetPath(target.toString())
                    .setVolumeCapability(capability)
                    .putAllPublishContext(publishContext)
                    .build());
    return target;
  }

  public void unpublish(DemoNode node) {
    var _ =
        node.csi()
            .nodeUnpublishVolume(
                NodeUnpublishVolumeRequest.newBuilder()
                    .setVolumeId(id())
                    .setTargetPath(target(node).toString())
                    .build());
  }

  public void unstage(DemoNode node) {
    var _ =
        node.csi()
            .nodeUnstageVolume(
                NodeUnstageVolumeRequest.newBuilder()
                    .setVolumeId(id())
                    .setStagingTargetPath(staging(node).toString())
                    .build());
  }

  void delete() {
    var _ = cluster.csi().deleteVolume(DeleteVolumeRequest.newBuilder().setVolumeId(id()).build());
  }

  private Path staging(DemoNode node) {
    return node.kubeletDirectory()
        .resolve("plugins/kubernetes.io/csi/ebs.example/" + claim.name() + "/globalmount");
  }

  private Path target(DemoNode node) {
    return node.kubeletDirectory()
        .resolve(
            "pods/of-" + claim.name() + "/volumes/kubernetes.io~csi/" + claim.name() + "/mount");
  }

  private static Path made(Path folder) {
    try {
      return Files.isDirectory(folder) ? folder : Files.createDirectories(folder);
    } catch (IOException unable) {
      throw new UncheckedIOException("cannot make " + folder, unable);
    }
  }
}
