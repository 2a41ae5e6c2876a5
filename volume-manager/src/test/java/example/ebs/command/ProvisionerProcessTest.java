package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.OwnAddress;
import example.ebs.csi.health.Readiness;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.Endpoint;
import example.ebs.csi.server.IdentityGrpcService;
import example.ebs.csi.server.UnixSocketServer;
import example.ebs.proto.csi.ControllerGetCapabilitiesRequest;
import example.ebs.proto.csi.ControllerGetCapabilitiesResponse;
import example.ebs.proto.csi.ControllerGrpc;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ebs provisioner} as a process, before what it waits for is there. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ProvisionerProcessTest {
  @TempDir private Path folder;
  private Path socket;
  private Process process;
  private String http = "";

  @BeforeEach
  void start() throws IOException {
    socket = folder.resolve("csi.sock");
    http = OwnAddress.hostAndPort();
    // Nobody listens on port 1.
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            {"apiVersion": "v1", "kind": "Config", "current-context": "c",
             "clusters": [{"name": "c", "cluster": {"server": "http://127.0.0.1:1"}}],
             "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
             "users": [{"name": "u", "user": {}}]}
            """);
    process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Ebs.class.getName(),
                "provisioner",
                "--csi-address=" + socket,
                "--kubeconfig=" + kubeconfig,
                "--log-level=debug",
                "--http-endpoint=" + http)
            .redirectError(folder.resolve("log").toFile())
            .start();
  }

  @AfterEach
  void end() {
    var _ = process.destroyForcibly().onExit().join();
  }

  @Test
  void saysWhatItWaitsForAndWhyFirstOfTheDriverAndThenOfTheApiServer() throws Exception {
    String driver = "waiting for the CSI driver at " + socket + " to be ready";
    awaitReadiness(driver + ": ");
    assertThat(readiness()).contains("No such file or directory").doesNotContain("Kubernetes");
    awaitLog(driver);

    IdentityGrpcService identity =
        new IdentityGrpcService(new DriverIdentity("a.example", "1"), Readiness.always());
    try (UnixSocketServer _ =
        UnixSocketServer.start(new Endpoint(socket), List.of(identity, new Capable()), List.of())) {
      awaitReadiness("waiting for the Kubernetes API at http://127.0.0.1:1/ to answer: ");
      awaitLog("waiting for the Kubernetes API at http://127.0.0.1:1/ to answer: ");
    }
    assertThat(log()).as("at debug the calls that are sent").contains("method=\"GetPluginInfo\"");
  }

  private static final class Capable extends ControllerGrpc.ControllerImplBase {
    @Override
    public void controllerGetCapabilities(
        ControllerGetCapabilitiesRequest request,
        StreamObserver<ControllerGetCapabilitiesResponse> observer) {
      observer.onNext(ControllerGetCapabilitiesResponse.getDefaultInstance());
      observer.onCompleted();
    }
  }

  private void awaitReadiness(String wanted) throws Exception {
    while (!readiness().contains(wanted)) {
      assertThat(process.isAlive()).as(log()).isTrue();
      Thread.onSpinWait();
    }
  }

  private void awaitLog(String wanted) throws IOException {
    while (!log().contains(wanted)) {
      assertThat(process.isAlive()).as(log()).isTrue();
      Thread.onSpinWait();
    }
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  /** Empty until it is served. */
  private String readiness() throws InterruptedException {
    URI uri = URI.create("http://" + http + "/readyz");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException _) {
      return "";
    }
  }
}
