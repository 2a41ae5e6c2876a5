package example.ebs.command.bench;

import example.ebs.command.demo.DemoCluster;
import example.ebs.command.demo.DemoNode;
import example.ebs.command.process.ChildProcess;
import example.ebs.csi.server.Endpoint;
import example.ebs.csi.time.Pause;
import example.ebs.node.NodeConfig;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * Starts {@code ebs node} as its users do, through the launcher and with the options that this
 * chooses.
 */
record NodeLaunch(Path launcher, NodeConfig config, Path folder) {
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(2);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /**
   * A node process that has answered Probe.
   *
   * @param took from before it was started to that answer
   */
  record Started(ChildProcess process, DemoNode node, Duration took) {}

  Started start() {
    Endpoint endpoint = new Endpoint(folder.resolve("node.sock"));
    long began = System.nanoTime();
    ChildProcess process = ChildProcess.start(command(endpoint));
    DemoNode node = DemoNode.served("node", config, endpoint, process::close);
    try {
      awaitSocket(endpoint, process, began);
      DemoCluster.probe(node.channel());
      return new Started(process, node, Duration.ofNanos(System.nanoTime() - began));
    } catch (RuntimeException failed) {
      node.close();
      throw failed;
    }
  }

  private List<String> command(Endpoint endpoint) {
    return List.of(
        launcher.toString(),
        "node",
        "--endpoint=" + endpoint.uri(),
        "--node-id=" + config.nodeId(),
        "--zone=" + config.zone(),
        "--volume-attach-limit=" + limit(config.attachLimits().now()),
        "--device-root=" + config.deviceRoot(),
        "--kubelet-dir=" + config.kubeletDirectory());
  }

  private static int limit(OptionalInt volumes) {
    return volumes.orElseThrow(() -> new IllegalStateException("the machine has no limit"));
  }

  private static void awaitSocket(Endpoint endpoint, ChildProcess process, long began) {
    while (!accepts(endpoint.socket())) {
      process.requireAlive();
      if (System.nanoTime() - began > LONGEST.toNanos()) {
        throw new IllegalStateException("ebs node did not listen within " + LONGEST);
      }
      Pause.sleeping().pause(BETWEEN_ATTEMPTS);
    }
  }

  private static boolean accepts(Path socket) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException refused) {
      return false;
    }
  }
}
