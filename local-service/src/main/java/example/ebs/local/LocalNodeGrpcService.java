package example.ebs.local;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.lock.KeyedLocks;
import example.ebs.csi.request.RequestFields;
import example.ebs.csi.server.Answer;
import example.ebs.csi.server.WorksOnVolumes;
import example.ebs.csi.work.SeparateTasks;
import example.ebs.csi.work.UnderWay;
import example.ebs.linux.path.KubeletDirectory;
import example.ebs.linux.path.TargetPath;
import example.ebs.local.publish.LocalPublisher;
import example.ebs.local.publish.PublishLocal;
import example.ebs.local.stats.UsageReader;
import example.ebs.local.stats.VolumeUsage;
import example.ebs.local.store.VolumeKey;
import example.ebs.proto.csi.NodeGetCapabilitiesRequest;
import example.ebs.proto.csi.NodeGetCapabilitiesResponse;
import example.ebs.proto.csi.NodeGetInfoRequest;
import example.ebs.proto.csi.NodeGetInfoResponse;
import example.ebs.proto.csi.NodeGetVolumeStatsRequest;
import example.ebs.proto.csi.NodeGetVolumeStatsResponse;
import example.ebs.proto.csi.NodeGrpc;
import example.ebs.proto.csi.NodePublishVolumeRequest;
import example.ebs.proto.csi.NodePublishVolumeResponse;
import example.ebs.proto.csi.NodeServiceCapability;
import example.ebs.proto.csi.NodeUnpublishVolumeRequest;
import example.ebs.proto.csi.NodeUnpublishVolumeResponse;
import example.ebs.proto.csi.Topology;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;

/**
 * The CSI Node service of local volumes: nothing is attached and nothing staged.
 *
 * <p>Throws {@code Failure}, so it must be served behind a {@code FailureInterceptor}. One call at
 * a time works on a volume, because publishing may make it and unpublishing remove it.
 */
public final class LocalNodeGrpcService extends NodeGrpc.NodeImplBase implements WorksOnVolumes {
  private static final List<NodeServiceCapability.RPC.Type> CAPABILITIES =
      List.of(
          NodeServiceCapability.RPC.Type.GET_VOLUME_STATS,
          NodeServiceCapability.RPC.Type.VOLUME_MOUNT_GROUP,
          NodeServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER);
  private static final String PATH = "volume_path";

  private final LocalNodeConfig config;
  private final LocalNodeRequests requests;
  private final LocalPublisher publisher;
  private final UsageReader usage;
  private final KeyedLocks locks;
  private final SeparateTasks tasks;

  /**
   * The service.
   *
   * @param tasks on which its loops and lookups work beside its calls
   */
  LocalNodeGrpcService(
      LocalNodeConfig config,
      LocalPublisher publisher,
      UsageReader usage,
      KeyedLocks locks,
      SeparateTasks tasks) {
    this.config = config;
    this.requests = new LocalNodeRequests(new KubeletDirectory(config.kubeletDirectory()));
    this.publisher = publisher;
    this.usage = usage;
    this.locks = locks;
    this.tasks = tasks;
  }

  @Override
  public List<UnderWay> beside() {
    return tasks.begun();
  }

  @Override
  public void nodePublishVolume(
      NodePublishVolumeRequest request, StreamObserver<NodePublishVolumeResponse> observer) {
    PublishLocal publish = requests.publish(request);
    try (KeyedLocks.Held _ = locks.take("volume " + publish.id());
        KeyedLocks.Held _ = locks.take("target path " + publish.target())) {
      publisher.publish(publish);
    }
    Answer.send(observer, NodePublishVolumeResponse.getDefaultInstance());
  }

  @Override
  public void nodeUnpublishVolume(
      NodeUnpublishVolumeRequest request, StreamObserver<NodeUnpublishVolumeResponse> observer) {
    RequestFields.required(LocalNodeRequests.VOLUME_ID, request.getVolumeId());
    RequestFields.required(LocalNodeRequests.TARGET, request.getTargetPath());
    // No volume has a malformed id, so none is published: nothing to do.
    Optional<VolumeKey> key = VolumeKey.parse(request.getVolumeId());
    key.ifPresent(volume -> unpublish(volume, request.getTargetPath()));
    Answer.send(observer, NodeUnpublishVolumeResponse.getDefaultInstance());
  }

  private void unpublish(VolumeKey volume, String path) {
    TargetPath target = requests.kubelet().parse(LocalNodeRequests.TARGET, path);
    try (KeyedLocks.Held _ = locks.take("volume " + volume);
        KeyedLocks.Held _ = locks.take("target path " + target)) {
      publisher.unpublish(volume, target);
    }
  }

  @Override
  public void nodeGetVolumeStats(
      NodeGetVolumeStatsRequest request, StreamObserver<NodeGetVolumeStatsResponse> observer) {
    RequestFields.required(LocalNodeRequests.VOLUME_ID, request.getVolumeId());
    RequestFields.required(PATH, request.getVolumePath());
    VolumeKey key = LocalNodeRequests.key(request.getVolumeId());
    VolumeUsage found = usage.read(key, published(request.getVolumePath()));
    NodeGetVolumeStatsResponse.Builder response = NodeGetVolumeStatsResponse.newBuilder();
    response.addUsage(amount(example.ebs.proto.csi.VolumeUsage.Unit.BYTES, found.bytes()));
    found
        .inodes()
        .ifPresent(
            inodes ->
                response.addUsage(amount(example.ebs.proto.csi.VolumeUsage.Unit.INODES, inodes)));
    Answer.send(observer, response.build());
  }

  /** Where nothing can be published, nothing is: csi-sanity asks for a relative path. */
  private TargetPath published(String path) {
    try {
      return requests.kubelet().parse(PATH, path);
    } catch (Failure.InvalidRequest impossible) {
      throw new Failure.NotFound("nothing is published at " + path, impossible);
    }
  }

  private static example.ebs.proto.csi.VolumeUsage amount(
      example.ebs.proto.csi.VolumeUsage.Unit unit, VolumeUsage.Amount amount) {
    example.ebs.proto.csi.VolumeUsage.Builder builder =
        example.ebs.proto.csi.VolumeUsage.newBuilder().setUnit(unit).setTotal(amount.total());
    amount
        .parts()
        .ifPresent(parts -> builder.setUsed(parts.used()).setAvailable(parts.available()));
    return builder.build();
  }

  @Override
  public void nodeGetCapabilities(
      NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> observer) {
    NodeGetCapabilitiesResponse.Builder response = NodeGetCapabilitiesResponse.newBuilder();
    CAPABILITIES.forEach(type -> response.addCapabilitiesBuilder().getRpcBuilder().setType(type));
    Answer.send(observer, response.build());
  }

  /** A node takes any number of local volumes. */
  @Override
  public void nodeGetInfo(
      NodeGetInfoRequest request, StreamObserver<NodeGetInfoResponse> observer) {
    Topology here =
        Topology.newBuilder().putSegments(config.driver().topologyKey(), config.node()).build();
    Answer.send(
        observer,
        NodeGetInfoResponse.newBuilder()
            .setNodeId(config.node())
            .setAccessibleTopology(here)
            .build());
  }
}
