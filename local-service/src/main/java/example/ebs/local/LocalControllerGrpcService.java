package example.ebs.local;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.lock.KeyedLocks;
import example.ebs.csi.model.VolumeCapability;
import example.ebs.csi.request.Capabilities;
import example.ebs.csi.request.RequestFields;
import example.ebs.csi.server.Answer;
import example.ebs.csi.server.WorksOnVolumes;
import example.ebs.local.model.LocalVolumeContext;
import example.ebs.local.model.LocalVolumeId;
import example.ebs.local.store.EnforcedBy;
import example.ebs.local.store.StoredVolume;
import example.ebs.local.store.Stores;
import example.ebs.local.store.VolumeKey;
import example.ebs.local.volume.VolumeMaker;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The CSI Controller service of this one node's local volumes, for conformance tests and
 * experiments: in a cluster, a claim is planned by the provisioner and made by its node.
 *
 * <p>Throws {@code Failure}, so it must be served behind a {@code FailureInterceptor}.
 */
public final class LocalControllerGrpcService extends ControllerGrpc.ControllerImplBase
    implements WorksOnVolumes {
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
    if (create.context().source() instanceof LocalVolumeContext.Existing existing) {
      requireAllowed(existing.path());
    } else {
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
    Answer.send(observer, response.build());
  }

  private void requireAllowed(Path path) {
    if (!config.roots().mayWrap(path)) {
      throw new Failure.InvalidRequest(
          "parameter path is %s, and existing directories may be used only beneath these prefixes: %s; the administrator adds one to \"existing\" in the file of --local-config"
              .formatted(path, config.roots().existing()));
    }
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
    Answer.send(observer, DeleteVolumeResponse.getDefaultInstance());
  }

  @Override
  public void validateVolumeCapabilities(
      ValidateVolumeCapabilitiesRequest request,
      StreamObserver<ValidateVolumeCapabilitiesResponse> observer) {
    RequestFields.required(LocalNodeRequests.VOLUME_ID, request.getVolumeId());
    List<VolumeCapability> capabilities =
        Capabilities.parseAll("volume_capabilities", request.getVolumeCapabilitiesList());
    boolean device = isDevice(LocalNodeRequests.key(request.getVolumeId()), request);
    ValidateVolumeCapabilitiesResponse.Builder response =
        ValidateVolumeCapabilitiesResponse.newBuilder();
    boolean fits =
        capabilities.stream()
            .allMatch(each -> (each.access() instanceof VolumeCapability.Block) == device);
    if (fits) {
      // Context and parameters were not compared with the volume, and so are not confirmed.
      response.getConfirmedBuilder().addAllVolumeCapabilities(request.getVolumeCapabilitiesList());
    } else {
      response.setMessage(
          "the volume is %s, and not both".formatted(device ? "a raw device" : "a directory"));
    }
    Answer.send(observer, response.build());
  }

  /** Whether the volume is a raw device; what is only wrapped has no record, and is a directory. */
  private boolean isDevice(VolumeKey key, ValidateVolumeCapabilitiesRequest request) {
    Optional<StoredVolume> found = stores.find(key);
    if (found.isPresent()) {
      try (StoredVolume volume = found.get()) {
        return volume.record().limit().by() == EnforcedBy.DEVICE;
      }
    }
    if (wraps(request.getVolumeContextMap())) {
      return false;
    }
    throw new Failure.NotFound(
        "volume %s does not exist on node %s; if it wraps an existing directory, its volume_context must be given"
            .formatted(key, config.node()));
  }

  private boolean wraps(Map<String, String> context) {
    return !context.isEmpty()
        && LocalVolumeContext.fromMap(context).source()
            instanceof LocalVolumeContext.Existing existing
        && config.roots().mayWrap(existing.path())
        && Files.isDirectory(existing.path());
  }

  @Override
  public void controllerGetCapabilities(
      ControllerGetCapabilitiesRequest request,
      StreamObserver<ControllerGetCapabilitiesResponse> observer) {
    ControllerGetCapabilitiesResponse.Builder response =
        ControllerGetCapabilitiesResponse.newBuilder();
    CAPABILITIES.forEach(type -> response.addCapabilitiesBuilder().getRpcBuilder().setType(type));
    Answer.send(observer, response.build());
  }
}
