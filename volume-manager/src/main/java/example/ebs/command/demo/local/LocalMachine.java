package example.ebs.command.demo.local;

import example.ebs.csi.client.CsiChannel;
import example.ebs.csi.health.Readiness;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.Endpoint;
import example.ebs.csi.server.IdentityGrpcService;
import example.ebs.csi.server.UnixSocketServer;
import example.ebs.local.LocalNodeConfig;
import example.ebs.local.LocalNodeService;
import example.ebs.local.model.InlineBounds;
import example.ebs.local.model.LocalDriver;
import example.ebs.local.model.LocalRoots;
import example.ebs.local.volume.VolumeHistory;
import example.ebs.proto.csi.CapacityRange;
import example.ebs.proto.csi.ControllerGrpc;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.proto.csi.NodeGrpc;
import example.ebs.proto.csi.Volume;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Composition root of the local demo: one node, with its service on a socket. */
final class LocalMachine implements AutoCloseable {
  private static final int CALL_SECONDS = 60;
  private static final String VOLUMES = "volumes";
  private static final String KUBELET = "kubelet";
  private static final String EXISTING = "existing";

  private final Path folder;
  private final UnixSocketServer server;
  private final CsiChannel channel;

  private LocalMachine(Path folder, UnixSocketServer server, CsiChannel channel) {
    this.folder = folder;
    this.server = server;
    this.channel = channel;
  }

  static LocalMachine start(Path folder, DriverIdentity driver) {
    Path volumes = folder.resolve(VOLUMES);
    LocalRoots roots =
        new LocalRoots(
            LocalRoots.standard(volumes).general(),
            Map.of(),
            List.of(folder.resolve(EXISTING)),
            InlineBounds.NONE);
    LocalNodeService service =
        LocalNodeService.create(
            new LocalNodeConfig(
                new LocalDriver(driver.name()),
                "this-machine",
                volumes,
                roots,
                folder.resolve(KUBELET)),
            VolumeHistory.NONE);
    Endpoint endpoint = new Endpoint(folder.resolve("node.sock"));
    UnixSocketServer server =
        UnixSocketServer.start(
            endpoint,
            List.of(
                new IdentityGrpcService(driver, Readiness.always()),
                service.node(),
                service.controller()),
            List.of());
    return new LocalMachine(folder, server, CsiChannel.open(endpoint));
  }

  /** Where the demo keeps everything. */
  Path folder() {
    return folder;
  }

  /** Where the kubelet would keep its folders. */
  Path kubelet() {
    return folder.resolve(KUBELET);
  }

  /** The root in which volumes of claims lie. */
  Path hostPaths() {
    return folder.resolve(VOLUMES).resolve(LocalRoots.HOST_PATH_FOLDER);
  }

  /** Where volumes lie that pods declare themselves, in a folder for each pod. */
  Path emptyDirs() {
    return folder.resolve(VOLUMES).resolve("emptydir");
  }

  /** Beneath which existing directories may be wrapped. */
  Path existing() {
    return folder.resolve(EXISTING);
  }

  NodeGrpc.NodeBlockingStub node() {
    return NodeGrpc.newBlockingStub(channel.grpc())
        .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * CreateVolume for a claim.
   *
   * @param claim by name, in the namespace {@code default}
   */
  Volume create(String claim, long mebibytes, Map<String, String> parameters) {
    String name = "pvc-" + claim;
    return controller()
        .createVolume(
            CreateVolumeRequest.newBuilder()
                .setName(name)
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(mebibytes << 20))
                .addVolumeCapabilities(Pod.capability())
                .putAllParameters(parameters)
                .putParameters("csi.storage.k8s.io/pvc/name", claim)
                .putParameters("csi.storage.k8s.io/pvc/namespace", "default")
                .putParameters("csi.storage.k8s.io/pv/name", name)
                .build())
        .getVolume();
  }

  void delete(String volumeId) {
    var _ =
        controller().deleteVolume(DeleteVolumeRequest.newBuilder().setVolumeId(volumeId).build());
  }

  private ControllerGrpc.ControllerBlockingStub controller() {
    return ControllerGrpc.newBlockingStub(channel.grpc())
        .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    channel.close();
    server.close();
  }
}
