package example.ebs.command.rehearsal;

import example.ebs.command.workspace.Workspace;
import example.ebs.controller.ControllerConfig;
import example.ebs.controller.ControllerService;
import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.health.Readiness;
import example.ebs.csi.server.CallLog;
import example.ebs.csi.server.CallMetrics;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.Endpoint;
import example.ebs.csi.server.IdentityGrpcService;
import example.ebs.csi.server.InProcessServer;
import example.ebs.csi.server.UnixSocketServer;
import example.ebs.emulator.DeviceKind;
import example.ebs.emulator.Emulator;
import example.ebs.emulator.EmulatorConfig;
import example.ebs.emulator.Latency;
import example.ebs.provisioner.Provisioner;
import example.ebs.provisioner.ProvisionerConfig;
import example.ebs.provisioner.Storage;
import example.ebs.provisioner.drift.Leftovers;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.grpc.BindableService;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/**
 * A controller with its loops makes one volume for one claim, over an emulator without devices and
 * a cluster on paper, so that the JVM can note which classes that needs.
 */
public final class ControllerRehearsal {
  private static final String KIND = "rehearsal";
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private ControllerRehearsal() {}

  public static void run(DriverIdentity driver) {
    var _ = Workspace.sweep(KIND);
    try (Workspace workspace = Workspace.create(KIND)) {
      EmulatorConfig config =
          EmulatorConfig.defaults(workspace.folder().resolve(Workspace.EMULATOR))
              .withLatency(Latency.NONE)
              .withDevices(DeviceKind.NONE);
      try (Emulator ec2 = Emulator.start(config);
          PaperCluster cluster = PaperCluster.start(config.zones().getFirst(), driver.name());
          ControllerService controller =
              ControllerService.create(
                  ControllerConfig.defaults().withEmulator(ec2.endpoint(), config.region()))) {
        shakeHands(cluster.url());
        serve(driver, controller, cluster, workspace);
      } catch (IOException unable) {
        throw new UncheckedIOException(unable.getMessage(), unable);
      } finally {
        workspace.clear();
      }
    }
  }

  private static void serve(
      DriverIdentity driver,
      ControllerService controller,
      PaperCluster cluster,
      Workspace workspace) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    List<CallEnd.Listener> told = List.of(new CallLog(), new CallMetrics(metrics, driver));
    List<BindableService> services =
        List.of(controller.grpc(), new IdentityGrpcService(driver, Readiness.always()));
    Endpoint socket = new Endpoint(workspace.folder().resolve("csi.sock"));
    try (UnixSocketServer _ = UnixSocketServer.start(socket, services, told);
        InProcessServer inside = InProcessServer.start(services, told);
        KubernetesClient client = client(cluster.url());
        Provisioner.Running _ =
            Provisioner.start(
                new ProvisionerConfig("kube-system", "rehearsal", true, Leftovers.TOLD),
                client,
                new Storage.Ebs(inside.channel()),
                metrics,
                _ -> {},
                () -> {})) {
      if (!cluster.awaitVolume(LONGEST)) {
        throw new IllegalStateException("the rehearsal's claim got no volume");
      }
    }
  }

  private static KubernetesClient client(URI cluster) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(cluster.toString())
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** A real cluster is reached by TLS; the greeting alone takes some hundred classes. */
  private static void shakeHands(URI cluster) throws IOException {
    URI secure = URI.create("https://127.0.0.1:" + cluster.getPort());
    try (HttpClient client = HttpClient.newHttpClient()) {
      client.send(
          HttpRequest.newBuilder(secure).timeout(Duration.ofSeconds(2)).build(),
          HttpResponse.BodyHandlers.discarding());
      throw new IllegalStateException("a cluster on paper spoke TLS");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (IOException _) {
      // It does not speak TLS, and has answered the greeting with nonsense.
    }
  }
}
