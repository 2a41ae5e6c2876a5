package example.ebs.node.local;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.local.LocalVolumeContext;
import example.ebs.csi.local.LocalVolumeId;
import example.ebs.csi.lock.KeyedLocks;
import example.ebs.csi.request.Capabilities;
import example.ebs.csi.request.RequestFields;
import example.ebs.node.local.store.StoredVolume;
import example.ebs.node.local.store.Stores;
import example.ebs.node.local.store.VolumeKey;
import example.ebs.node.local.volume.VolumeMaker;
import example.ebs.proto.csi.ControllerGetCapabilitiesRequest;
import example.ebs.proto.csi.ControllerGetCapabilitiesResponse;
import example.ebs.proto.csi.ControllerGrpc;
import example.ebs.proto.csi.ControllerServiceCapability;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.CreateVolumeResponse;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.proto.csi.DeleteVolumeResponse;
import example.ebs.proto.csi.Topology;
import example.ebs.proto.csi.ValidateVolumeCapabilitiesRequest;
import example.ebs.proto.csi.ValidateVolumeCapabilitiesResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;

/**
 * The CSI Controller service of this one node's local volumes, for conformance tests and
 * experiments: in a cluster, a claim is planned by the provisioner and made by its node.
 *
 * <p>Throws {@code Failure}, so it must be served behind a {@code FailureInterceptor}.
 */
public final class LocalControllerGrpcService extends ControllerGrpc.ControllerImplBase {
  private static final List<ControllerServiceCapability.RPC.Type> CAPABILITIES =
      List.of(
          ControllerServiceCapability.RPC.Type.CREATE_DELETE_VOLUME,
          ControllerServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER);

  private final LocalNodeConfig config;
  private final Stores stores;
  private final VolumeMaker maker;
  private final LocalVolumes volumes;
  private final KeyedLocks locks;

  LocalControllerGrpcService(
      LocalNodeConfig config,
      Stores stores,
      VolumeMaker maker,
      LocalVolumes volumes,
      KeyedLocks locks) {
    this.config = config;
    this.stores = stores;
    this.maker = maker;
    this.volumes = volumes;
    this.locks = locks;
  }

  @Override
  public void createVolume(
      CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> observer) {
    CreateLocal create = CreateLocal.parse(request, config);
    if (!(create.context().source() instanceof LocalVolumeContext.Existing)) {
      claim(create);
    }
    CreateVolumeResponse.Builder response = CreateVolumeResponse.newBuilder();
    response
        .getVolumeBuilder()
        .setVolumeId(create.id().value())
        .setCapacityBytes(create.size().bytes())
        .putAllVolumeContext(create.context().toMap())
        .addAccessibleTopology(
            Topology.newBuilder().putSegments(config.driver().topologyKey(), config.node()));
    answer(observer, response.build());
  }

  private void claim(CreateLocal create) {
    VolumeKey key = VolumeKey.of(create.id());
    try (KeyedLocks.Held _ = locks.take("volume " + key);
        StoredVolume _ =
            maker.claimed(ClaimedVolumes.wanted(key, create.context(), create.capability()))) {
      // Its record is what CreateVolume is to leave.
    }
  }

  @Override
  public void deleteVolume(
      DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> observer) {
    RequestFields.required(LocalNodeRequests.VOLUME_ID, request.getVolumeId());
    LocalVolumeId.parse(request.getVolumeId()).ifPresent(volumes::remove);
    answer(observer, DeleteVolumeResponse.getDefaultInstance());
  }

  @Override
  public void validateVolumeCapabilities(
      ValidateVolumeCapabilitiesRequest request,
      StreamObserver<ValidateVolumeCapabilitiesResponse> observer) {
    RequestFields.required(LocalNodeRequests.VOLUME_ID, request.getVolumeId());
    var _ = Capabilities.parseAll("volume_capabilities", request.getVolumeCapabilitiesList());
    requireThere(LocalNodeRequests.key(request.getVolumeId()));
    ValidateVolumeCapabilitiesResponse.Builder response =
        ValidateVolumeCapabilitiesResponse.newBuilder();
    response
        .getConfirmedBuilder()
        .putAllVolumeContext(request.getVolumeContextMap())
        .addAllVolumeCapabilities(request.getVolumeCapabilitiesList())
        .putAllParameters(request.getParametersMap());
    answer(observer, response.build());
  }

  private void requireThere(VolumeKey key) {
    Optional<StoredVolume> found = stores.find(key);
    if (found.isEmpty()) {
      throw new Failure.NotFound("volume " + key + " does not exist on node " + config.node());
    }
    found.get().close();
  }

  @Override
  public void controllerGetCapabilities(
      ControllerGetCapabilitiesRequest request,
      StreamObserver<ControllerGetCapabilitiesResponse> observer) {
    ControllerGetCapabilitiesResponse.Builder response =
        ControllerGetCapabilitiesResponse.newBuilder();
    CAPABILITIES.forEach(type -> response.addCapabilitiesBuilder().getRpcBuilder().setType(type));
    answer(observer, response.build());
  }

  private static <T> void answer(StreamObserver<T> observer, T response) {
    observer.onNext(response);
    observer.onCompleted();
  }
}
