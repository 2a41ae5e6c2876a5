package example.ebs.command.demo;

import example.ebs.command.process.ChildProcess;
import example.ebs.csi.server.Endpoint;
import example.ebs.csi.time.Pause;
import example.ebs.node.NodeConfig;
import example.ebs.node.device.Evidence;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts {@code ebs node} in a process of its own.
 *
 * @param program what its arguments follow: the launcher, or a JVM and all that it is told
 * @param folder where its socket is made
 */
public record NodeLaunch(List<String> program, NodeConfig config, Path folder) {
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(2);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /**
   * A node process that has answered Probe.
   *
   * @param took from before it was started to that answer
   */
  public record Started(ChildProcess process, DemoNode node, Duration took) {}

  /**
   * Returns once it answers.
   *
   * @throws IllegalStateException when it ends before, or does not listen within two minutes
   */
  public Started start() {
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
    List<String> command = new ArrayList<>(program);
    command.add("node");
    command.add("--endpoint=" + endpoint.uri());
    command.add("--node-id=" + config.nodeId());
    command.add("--zone=" + config.zone());
    config
        .attachLimits()
        .now()
        .ifPresent(volumes -> command.add("--volume-attach-limit=" + volumes));
    command.add("--device-root=" + config.devices().root());
    if (config.devices().accepted().contains(Evidence.LOOP_FILE)) {
      command.add("--accept-device-by=loop-file");
    }
    command.add("--kubelet-dir=" + config.kubeletDirectory());
    return command;
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
