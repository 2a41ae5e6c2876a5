package example.ebs.command.demo;

import example.ebs.csi.client.CsiChannel;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.Endpoint;
import example.ebs.csi.server.UnixSocketServer;
import example.ebs.emulator.Emulator;
import example.ebs.node.NodeConfig;
import example.ebs.node.NodeService;
import example.ebs.node.device.DeviceSource;
import example.ebs.node.instance.AttachLimits;
import example.ebs.proto.csi.NodeGrpc;
import io.grpc.BindableService;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One machine of the demo: an instance of the emulator and the node service that runs on it. */
public final class DemoNode implements AutoCloseable {
  /** Three disks' worth of patience: a call that takes longer than this has failed. */
  static final int CALL_SECONDS = 60;

  private final String name;
  private final NodeConfig config;
  private final Runnable stop;
  private final CsiChannel channel;

  private DemoNode(String name, NodeConfig config, Runnable stop, CsiChannel channel) {
    this.name = name;
    this.config = config;
    this.stop = stop;
    this.channel = channel;
  }

  static DemoNode start(
      String name, Zone zone, Emulator emulator, Path folder, BindableService identity) {
    String instance = emulator.runInstance(zone.value(), "m5.large");
    NodeConfig config =
        new NodeConfig(
            DriverIdentity.DEFAULT_NAME,
            new NodeId(instance),
            zone,
            AttachLimits.unknown(),
            DeviceSource.emulated(emulator.deviceDirectory(instance)),
            folder.resolve(name));
    Endpoint endpoint = new Endpoint(folder.resolve(name + ".sock"));
    UnixSocketServer server =
        UnixSocketServer.start(endpoint, List.of(identity, NodeService.create(config)), List.of());
    return new DemoNode(name, config, server::close, CsiChannel.open(endpoint));
  }

  /**
   * A node service that somebody else has started.
   *
   * @param stop ends it
   */
  public static DemoNode served(String name, NodeConfig config, Endpoint endpoint, Runnable stop) {
    return new DemoNode(name, config, stop, CsiChannel.open(endpoint));
  }

  String name() {
    return name;
  }

  NodeId id() {
    return config.nodeId();
  }

  Zone zone() {
    return config.zone();
  }

  /** Where this machine's attached volumes appear. */
  Path devices() {
    return config.devices().root();
  }

  /** Where this machine's kubelet would keep its folders. */
  Path kubeletDirectory() {
    return config.kubeletDirectory();
  }

  NodeGrpc.NodeBlockingStub csi() {
    return NodeGrpc.newBlockingStub(channel.grpc())
        .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
  }

  public CsiChannel channel() {
    return channel;
  }

  @Override
  public void close() {
    channel.close();
    stop.run();
  }

  @Override
  public String toString() {
    return name + " (" + id() + ", " + zone() + ")";
  }
}
