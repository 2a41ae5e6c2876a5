package example.ebs.node;

import example.ebs.csi.lock.KeyedLocks;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.ZoneTopology;
import example.ebs.csi.request.RequestFields;
import example.ebs.csi.server.Answer;
import example.ebs.csi.server.WorksOnVolumes;
import example.ebs.linux.path.TargetPath;
import example.ebs.node.publish.PublishVolume;
import example.ebs.node.publish.VolumePublisher;
import example.ebs.node.stage.StageVolume;
import example.ebs.node.stage.VolumeStager;
import example.ebs.proto.csi.NodeGetCapabilitiesRequest;
import example.ebs.proto.csi.NodeGetCapabilitiesResponse;
import example.ebs.proto.csi.NodeGetInfoRequest;
import example.ebs.proto.csi.NodeGetInfoResponse;
import example.ebs.proto.csi.NodeGrpc;
import example.ebs.proto.csi.NodePublishVolumeRequest;
import example.ebs.proto.csi.NodePublishVolumeResponse;
import example.ebs.proto.csi.NodeServiceCapability;
import example.ebs.proto.csi.NodeStageVolumeRequest;
import example.ebs.proto.csi.NodeStageVolumeResponse;
import example.ebs.proto.csi.NodeUnpublishVolumeRequest;
import example.ebs.proto.csi.NodeUnpublishVolumeResponse;
import example.ebs.proto.csi.NodeUnstageVolumeRequest;
import example.ebs.proto.csi.NodeUnstageVolumeResponse;
import example.ebs.proto.csi.Topology;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;

/**
 * The CSI Node service.
 *
 * <p>Throws {@code Failure}, so it must be served behind a {@code FailureInterceptor}. Staging has
 * a volume for itself; publishing shares it, so that two workloads of one node can have it
 * published at the same time, and none while it is unstaged. Each call locks its path as well: one
 * volume's staging path could be another's target.
 */
public final class NodeGrpcService extends NodeGrpc.NodeImplBase implements WorksOnVolumes {
  private static final List<NodeServiceCapability.RPC.Type> CAPABILITIES =
      List.of(
          NodeServiceCapability.RPC.Type.STAGE_UNSTAGE_VOLUME,
          NodeServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER);

  private final NodeConfig config;
  private final NodeRequests requests;
  private final VolumeStager stager;
  private final VolumePublisher publisher;
  private final KeyedLocks locks = new KeyedLocks();

  NodeGrpcService(
      NodeConfig config, NodeRequests requests, VolumeStager stager, VolumePublisher publisher) {
    this.config = config;
    this.requests = requests;
    this.stager = stager;
    this.publisher = publisher;
  }

  @Override
  public void nodeStageVolume(
      NodeStageVolumeRequest request, StreamObserver<NodeStageVolumeResponse> observer) {
    StageVolume stage = requests.stage(request);
    try (KeyedLocks.Held _ = locks.take("volume " + stage.volume().id());
        KeyedLocks.Held _ = locks.take("path " + stage.staging())) {
      stager.stage(stage);
    }
    Answer.send(observer, NodeStageVolumeResponse.getDefaultInstance());
  }

  @Override
  public void nodeUnstageVolume(
      NodeUnstageVolumeRequest request, StreamObserver<NodeUnstageVolumeResponse> observer) {
    RequestFields.required(NodeRequests.VOLUME_ID, request.getVolumeId());
    RequestFields.required(NodeRequests.STAGING, request.getStagingTargetPath());
    // No volume has a malformed id, so none is staged: nothing to do.
    Optional<VolumeId> volume = VolumeId.parse(request.getVolumeId());
    volume.ifPresent(id -> unstage(id, request.getStagingTargetPath()));
    Answer.send(observer, NodeUnstageVolumeResponse.getDefaultInstance());
  }

  @Override
  public void nodePublishVolume(
      NodePublishVolumeRequest request, StreamObserver<NodePublishVolumeResponse> observer) {
    PublishVolume publish = requests.publish(request);
    try (KeyedLocks.Held _ = locks.share("volume " + publish.volume().id());
        KeyedLocks.Held _ = locks.take("path " + publish.target())) {
      if (publish.mustSeeOthers()) {
        publishAlone(publish);
      } else {
        publisher.publish(publish);
      }
    }
    Answer.send(observer, NodePublishVolumeResponse.getDefaultInstance());
  }

  @Override
  public void nodeUnpublishVolume(
      NodeUnpublishVolumeRequest request, StreamObserver<NodeUnpublishVolumeResponse> observer) {
    RequestFields.required(NodeRequests.VOLUME_ID, request.getVolumeId());
    RequestFields.required(NodeRequests.TARGET, request.getTargetPath());
    Optional<VolumeId> volume = VolumeId.parse(request.getVolumeId());
    volume.ifPresent(id -> unpublish(id, request.getTargetPath()));
    Answer.send(observer, NodeUnpublishVolumeResponse.getDefaultInstance());
  }

  @Override
  public void nodeGetCapabilities(
      NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> observer) {
    NodeGetCapabilitiesResponse.Builder response = NodeGetCapabilitiesResponse.newBuilder();
    CAPABILITIES.forEach(type -> response.addCapabilitiesBuilder().getRpcBuilder().setType(type));
    Answer.send(observer, response.build());
  }

  @Override
  public void nodeGetInfo(
      NodeGetInfoRequest request, StreamObserver<NodeGetInfoResponse> observer) {
    Topology zone =
        Topology.newBuilder()
            .putAllSegments(new ZoneTopology(config.zone()).ofNode(config.driver()))
            .build();
    Answer.send(
        observer,
        NodeGetInfoResponse.newBuilder()
            .setNodeId(config.nodeId().value())
            .setMaxVolumesPerNode(config.attachLimits().now().orElse(0))
            .setAccessibleTopology(zone)
            .build());
  }

  private void unstage(VolumeId volume, String path) {
    TargetPath staging = requests.kubelet().parse(NodeRequests.STAGING, path);
    try (KeyedLocks.Held _ = locks.take("volume " + volume);
        KeyedLocks.Held _ = locks.take("path " + staging)) {
      stager.unstage(volume, staging);
    }
  }

  /** Two targets that exclude each other must not both find that there is no other. */
  private void publishAlone(PublishVolume publish) {
    try (KeyedLocks.Held _ = locks.take("publishing volume " + publish.volume().id())) {
      publisher.publish(publish);
    }
  }

  private void unpublish(VolumeId volume, String path) {
    TargetPath target = requests.kubelet().parse(NodeRequests.TARGET, path);
    try (KeyedLocks.Held _ = locks.take("path " + target)) {
      if (target.isOfPod()) {
        publisher.unpublish(volume, target);
      } else {
        unpublishAlone(volume, target);
      }
    }
  }

  /** It could be the staging path, from which nobody may publish meanwhile. */
  private void unpublishAlone(VolumeId volume, TargetPath target) {
    try (KeyedLocks.Held _ = locks.take("volume " + volume)) {
      publisher.unpublish(volume, target);
    }
  }
}
