package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.OwnAddress;
import example.ebs.csi.client.CsiChannel;
import example.ebs.csi.server.Endpoint;
import example.ebs.proto.csi.GetPluginInfoRequest;
import example.ebs.proto.csi.IdentityGrpc;
import example.ebs.proto.csi.NodeGetInfoRequest;
import example.ebs.proto.csi.NodeGetInfoResponse;
import example.ebs.proto.csi.NodeGrpc;
import example.ebs.proto.pluginregistration.InfoRequest;
import example.ebs.proto.pluginregistration.PluginInfo;
import example.ebs.proto.pluginregistration.RegistrationGrpc;
import example.ebs.proto.pluginregistration.RegistrationStatus;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ebs node --kubernetes} as a process, with a kubelet that the test plays. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class NodeProcessTest {
  @TempDir private Path kubelet;

  @Test
  void registersWithTheKubeletAndTakesItsSocketsAwayWhenItIsStopped() throws Exception {
    Path registration = kubelet.resolve("plugins_registry/ebs.csi.aws.com-reg.sock");
    String http = OwnAddress.hostAndPort();
    try (NodeProcess node =
        start(
            "--driver-name=ebs.csi.aws.com",
            "--http-endpoint=" + http,
            "--node-id=i-0123456789abcdef0",
            "--zone=zone-a")) {
      await(registration, node);
      assertThat(ready(http).statusCode()).isEqualTo(503);
      assertThat(ready(http).body()).contains("not confirmed");

      PluginInfo info = register(registration);

      assertThat(ready(http).statusCode()).isEqualTo(200);
      assertThat(info.getName()).isEqualTo("ebs.csi.aws.com");
      assertThat(info.getEndpoint())
          .isEqualTo(kubelet.resolve("plugins/ebs.csi.aws.com/csi.sock").toString());
      assertThat(nodeInfo(info.getEndpoint()).getAccessibleTopology().getSegmentsMap())
          .containsEntry("topology.kubernetes.io/zone", "zone-a")
          .containsEntry("topology.ebs.csi.aws.com/zone", "zone-a");
      node.end();
      assertThat(registration).doesNotExist();
      assertThat(Path.of(info.getEndpoint())).doesNotExist();
    }
  }

  @Test
  void localVolumesNeedNothingOfAws() throws Exception {
    Path registration = kubelet.resolve("plugins_registry/local.ebs.example-reg.sock");
    String http = OwnAddress.hostAndPort();
    try (NodeProcess node =
        start(
            "--storage=local",
            "--local-root=" + kubelet.resolve("own"),
            "--http-endpoint=" + http)) {
      await(registration, node);
      assertThat(ready(http).body()).contains("local.ebs.example");

      PluginInfo info = register(registration);

      assertThat(ready(http).statusCode()).isEqualTo(200);
      assertThat(info.getName()).isEqualTo("local.ebs.example");
      assertThat(info.getEndpoint())
          .isEqualTo(kubelet.resolve("plugins/local.ebs.example/csi.sock").toString());
      NodeGetInfoResponse known = nodeInfo(info.getEndpoint());
      assertThat(known.getAccessibleTopology().getSegmentsMap())
          .containsOnly(Map.entry("local.ebs.example/node", "worker"));
      assertThat(known.getMaxVolumesPerNode()).isZero();
      assertThat(kubelet.resolve("plugins/ebs.example")).doesNotExist();
      node.end();
      assertThat(registration).doesNotExist();
    }
  }

  @Test
  void bothDriversAreServedByOneProcessWhichIsReadyWhenBothAreRegistered() throws Exception {
    Path ebs = kubelet.resolve("plugins_registry/ebs.example-reg.sock");
    Path local = kubelet.resolve("plugins_registry/local.ebs.example-reg.sock");
    String http = OwnAddress.hostAndPort();
    try (NodeProcess node =
        start(
            "--storage=ebs,local",
            "--local-root=" + kubelet.resolve("own"),
            "--http-endpoint=" + http,
            "--node-id=i-0123456789abcdef0",
            "--zone=zone-a")) {
      await(ebs, node);
      await(local, node);
      PluginInfo first = register(ebs);
      assertThat(ready(http).statusCode()).isEqualTo(503);
      assertThat(ready(http).body()).contains("local.ebs.example");
      PluginInfo second = register(local);

      assertThat(ready(http).statusCode()).isEqualTo(200);
      assertThat(driver(first.getEndpoint())).isEqualTo("ebs.example");
      assertThat(driver(second.getEndpoint())).isEqualTo("local.ebs.example");
      assertThat(nodeInfo(first.getEndpoint()).getNodeId()).isEqualTo("i-0123456789abcdef0");
      assertThat(nodeInfo(second.getEndpoint()).getNodeId()).isEqualTo("worker");
      node.end();
      assertThat(kubelet.resolve("plugins_registry")).isEmptyDirectory();
      assertThat(Path.of(first.getEndpoint())).doesNotExist();
      assertThat(Path.of(second.getEndpoint())).doesNotExist();
    }
  }

  private static String driver(String socket) {
    try (CsiChannel channel = CsiChannel.open(Endpoint.parse(socket))) {
      return IdentityGrpc.newBlockingStub(channel.grpc())
          .withDeadlineAfter(60, TimeUnit.SECONDS)
          .getPluginInfo(GetPluginInfoRequest.getDefaultInstance())
          .getName();
    }
  }

  /** One that runs, and is gone when this is closed. */
  private record NodeProcess(Process process) implements AutoCloseable {
    /** Ends it as a kubelet does. */
    void end() throws InterruptedException {
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
      var _ = process.destroyForcibly().onExit().join();
    }
  }

  private NodeProcess start(String... more) throws IOException {
    Files.createDirectory(kubelet.resolve("plugins_registry"));
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Ebs.class.getName(),
                "node",
                "--kubernetes",
                "--node-name=worker",
                "--kubelet-dir=" + kubelet));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.matches("CSI_ENDPOINT|AWS_.*"));
    // An API server that is away: local volumes are served without it.
    builder.environment().put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
    builder.environment().put("KUBERNETES_SERVICE_PORT", "1");
    return new NodeProcess(builder.redirectError(kubelet.resolve("log").toFile()).start());
  }

  /**
   * The socket is there from before it is served until it is: so what is asked for is an answer.
   */
  private void await(Path socket, NodeProcess node) throws IOException {
    while (!Files.exists(socket)) {
      assertThat(node.process().isAlive()).as(Files.readString(kubelet.resolve("log"))).isTrue();
      Thread.onSpinWait();
    }
  }

  private static PluginInfo register(Path socket) {
    try (CsiChannel channel = CsiChannel.open(new Endpoint(socket))) {
      RegistrationGrpc.RegistrationBlockingStub kubelet =
          RegistrationGrpc.newBlockingStub(channel.grpc())
              .withWaitForReady()
              .withDeadlineAfter(60, TimeUnit.SECONDS);
      PluginInfo info = kubelet.getInfo(InfoRequest.getDefaultInstance());
      var _ =
          kubelet.notifyRegistrationStatus(
              RegistrationStatus.newBuilder().setPluginRegistered(true).build());
      return info;
    }
  }

  private static NodeGetInfoResponse nodeInfo(String socket) {
    try (CsiChannel channel = CsiChannel.open(Endpoint.parse(socket))) {
      return NodeGrpc.newBlockingStub(channel.grpc())
          .withDeadlineAfter(60, TimeUnit.SECONDS)
          .nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());
    }
  }

  /** What it answers as soon as it does: that begins after the registrations. */
  private static HttpResponse<String> ready(String http) throws Exception {
    URI uri = URI.create("http://" + http + "/readyz");
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (true) {
        try {
          return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException _) {
          Thread.onSpinWait();
        }
      }
    }
  }
}
