package example.ebs.command;

import example.ebs.command.signal.StopSignal;
import example.ebs.controller.ControllerConfig;
import example.ebs.controller.ControllerService;
import example.ebs.csi.client.CsiChannel;
import example.ebs.csi.health.HealthServer;
import example.ebs.csi.health.HttpEndpoint;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.Endpoint;
import example.ebs.csi.server.InProcessServer;
import example.ebs.csi.time.Pause;
import example.ebs.provisioner.Provisioner;
import example.ebs.provisioner.ProvisionerConfig;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The two processes that talk to a cluster. The Kubernetes client is named here and not in the
 * commands, because a node service has all commands on its class path and the client not.
 */
final class ClusterProcess {
  private ClusterProcess() {}

  /**
   * Serves the controller, with the loops beside it, until told to stop.
   *
   * @return whether all came to its end because it was told to
   */
  static boolean serve(
      DriverIdentity driver,
      ServerOptions.Listeners listeners,
      ControllerConfig config,
      ClusterOptions.Membership membership) {
    try (KubernetesClient client = client(membership.kubeconfig());
        ControllerService controller = ControllerService.create(ofCluster(config, client))) {
      return ServiceProcess.run(
          driver,
          listeners,
          List.of(controller.grpc()),
          List.of(new IdleMemory(Pause.sleeping(), System::gc)),
          with -> besides(with, client, membership.ourLoops()));
    }
  }

  /**
   * Runs the loops alone, over a driver's socket, until told to stop.
   *
   * @param createMetadata whether the driver takes the names of claim and PersistentVolume
   * @return whether all came to its end because it was told to
   */
  static boolean loop(
      Endpoint driver,
      Optional<HttpEndpoint> http,
      ClusterOptions.Membership membership,
      boolean createMetadata) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ProvisionerConfig config = membership.loops(createMetadata);
    CountDownLatch end = new CountDownLatch(1);
    try (StopSignal _ = StopSignal.onReceived(end::countDown);
        KubernetesClient client = client(membership.kubeconfig());
        CsiChannel channel = CsiChannel.open(driver);
        Loops loops =
            Loops.begin(
                lost -> Provisioner.start(config, client, channel.grpc(), metrics, lost),
                end::countDown)) {
      Optional<HealthServer> health =
          http.map(each -> HealthServer.start(each, loops.readiness(), metrics::scrape));
      end.await();
      health.ifPresent(HealthServer::close);
      return loops.isWell();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The loops call the services in process: the same calls without a socket. */
  private static Companion besides(
      Companion.Surroundings with, KubernetesClient client, ProvisionerConfig config) {
    InProcessServer inside = InProcessServer.start(with.services(), with.listeners());
    return Loops.begin(
        lost -> Provisioner.start(config, client, inside.channel(), with.metrics(), lost),
        with.stop());
  }

  private static ControllerConfig ofCluster(ControllerConfig config, KubernetesClient client) {
    return config.clusterId().isPresent() ? config : config.withClusterId(ClusterId.of(client));
  }

  private static KubernetesClient client(Optional<Path> kubeconfig) {
    KubernetesClientBuilder builder = new KubernetesClientBuilder();
    return kubeconfig
        .map(file -> builder.withConfig(Config.fromKubeconfig(file.toFile())))
        .orElse(builder)
        .build();
  }
}
