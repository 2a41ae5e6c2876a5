package example.ebs.command.demo;

import example.ebs.controller.ControllerConfig;
import example.ebs.controller.ControllerService;
import example.ebs.csi.client.CsiChannel;
import example.ebs.csi.health.Readiness;
import example.ebs.csi.model.Zone;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.Endpoint;
import example.ebs.csi.server.IdentityGrpcService;
import example.ebs.csi.server.UnixSocketServer;
import example.ebs.emulator.Emulator;
import example.ebs.proto.csi.ControllerGrpc;
import example.ebs.proto.csi.IdentityGrpc;
import example.ebs.proto.csi.ProbeRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Composition root of the demo: the controller and the machines, each on a socket of its own as in
 * a real cluster.
 */
public final class DemoCluster implements AutoCloseable {
  private final ControllerService controller;
  private final IdentityGrpcService identity;
  private final UnixSocketServer server;
  private final CsiChannel channel;
  private final List<DemoNode> nodes = new ArrayList<>();
  private final Emulator emulator;
  private final Path folder;

  private DemoCluster(Emulator emulator, String region, Path folder, DriverIdentity driver) {
    this.emulator = emulator;
    this.folder = folder;
    this.identity = new IdentityGrpcService(driver, Readiness.always());
    this.controller =
        ControllerService.create(
            ControllerConfig.defaults().withEmulator(emulator.endpoint(), region));
    Endpoint endpoint = new Endpoint(folder.resolve("controller.sock"));
    this.server = UnixSocketServer.start(endpoint, List.of(identity, controller.grpc()), List.of());
    this.channel = CsiChannel.open(endpoint);
  }

  /**
   * Starts the controller; machines are added.
   *
   * @param region of the emulator
   */
  public static DemoCluster start(
      Emulator emulator, String region, Path folder, DriverIdentity driver) {
    return new DemoCluster(emulator, region, folder, driver);
  }

  DemoNode addNode(String name, String zone) {
    return add(DemoNode.start(name, new Zone(zone), emulator, folder, identity));
  }

  /** Takes over a machine that runs already, and ends it with the others. */
  DemoNode add(DemoNode node) {
    nodes.add(node);
    return node;
  }

  ControllerGrpc.ControllerBlockingStub csi() {
    return ControllerGrpc.newBlockingStub(channel.grpc())
        .withDeadlineAfter(DemoNode.CALL_SECONDS, TimeUnit.SECONDS);
  }

  /** Asks every service whether it is there. */
  void probe() {
    probe(channel);
    nodes.forEach(node -> probe(node.channel()));
  }

  /** Asks one service whether it is there. */
  public static void probe(CsiChannel channel) {
    var _ =
        IdentityGrpc.newBlockingStub(channel.grpc())
            .withDeadlineAfter(DemoNode.CALL_SECONDS, TimeUnit.SECONDS)
            .probe(ProbeRequest.getDefaultInstance());
  }

  @Override
  public void close() {
    nodes.forEach(DemoNode::close);
    channel.close();
    server.close();
    controller.close();
  }
}
