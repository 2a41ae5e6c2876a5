package example.ebs.command;

import example.ebs.command.signal.StopSignal;
import example.ebs.controller.ControllerConfig;
import example.ebs.controller.ControllerService;
import example.ebs.csi.client.CsiChannel;
import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.health.HealthServer;
import example.ebs.csi.health.HttpEndpoint;
import example.ebs.csi.server.CallLog;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.Endpoint;
import example.ebs.csi.server.InProcessServer;
import example.ebs.csi.time.Pause;
import example.ebs.csi.time.Waiting;
import example.ebs.local.model.LocalDriver;
import example.ebs.provisioner.Provisioner;
import example.ebs.provisioner.ProvisionerConfig;
import example.ebs.provisioner.Storage;
import example.ebs.provisioner.cluster.Reason;
import example.ebs.provisioner.cluster.RequestLimits;
import example.ebs.provisioner.local.ForgottenVolume;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/**
 * What talks to a cluster. The Kubernetes client is named here and not in the commands, because a
 * node service has all commands on its class path and the client not.
 */
final class ClusterProcess {
  /** Each call is some megabytes of Kubernetes' objects, and what lives through it is promoted. */
  private static final int BURST = 5;

  private static final CallLog SENT = new CallLog();

  private ClusterProcess() {}

  /**
   * Serves the controller, with the loops beside it, until told to stop.
   *
   * @return whether all came to its end because it was told to
   */
  static boolean serve(
      DriverIdentity driver,
      ServerOptions.Listeners listeners,
      ClusterOptions.Membership membership,
      ServedVolumes volumes) {
    return switch (volumes) {
      case ServedVolumes.Ebs ebs ->
          overEc2(driver, listeners, membership, ebs.config(), Storage.Ebs::new);
      case ServedVolumes.EbsAndLocal both ->
          overEc2(
              driver,
              listeners,
              membership,
              both.config(),
              channel -> new Storage.DriverAndLocal(channel, both.roots()));
      case ServedVolumes.Local local ->
          withoutEc2(
              driver, listeners, membership, new Storage.Local(driver.name(), local.roots()));
    };
  }

  private static boolean overEc2(
      DriverIdentity driver,
      ServerOptions.Listeners listeners,
      ClusterOptions.Membership membership,
      ControllerConfig config,
      Function<Channel, Storage> storage) {
    try (KubernetesClient client = client(membership.kubeconfig());
        ControllerService controller = ControllerService.create(ofCluster(config, client))) {
      return serve(
          driver,
          listeners,
          List.of(controller.grpc()),
          // The loops call the services in process: the same calls without a socket.
          with ->
              loops(
                  with,
                  client,
                  membership,
                  storage.apply(
                      InProcessServer.start(with.services(), with.listeners()).channel())));
    }
  }

  private static boolean withoutEc2(
      DriverIdentity driver,
      ServerOptions.Listeners listeners,
      ClusterOptions.Membership membership,
      Storage storage) {
    try (KubernetesClient client = client(membership.kubeconfig())) {
      return serve(driver, listeners, List.of(), with -> loops(with, client, membership, storage));
    }
  }

  private static boolean serve(
      DriverIdentity driver,
      ServerOptions.Listeners listeners,
      List<BindableService> services,
      Companion.Start loops) {
    return ServiceProcess.run(
        driver,
        listeners,
        services,
        List.of(new IdleMemory(BURST, Pause.sleeping(), System::gc)),
        loops);
  }

  /**
   * Deletes the PersistentVolume of a local volume without waiting for its node.
   *
   * @return what is left, in words
   */
  static String forget(
      DriverIdentity driver, Optional<Path> kubeconfig, String volume, boolean force) {
    try (KubernetesClient client = patientOnce(kubeconfig)) {
      return forget(client, new LocalDriver(driver.name()), volume, force);
    }
  }

  private static String forget(
      KubernetesClient client, LocalDriver driver, String volume, boolean force) {
    try {
      return ForgottenVolume.forget(client, driver, volume, force);
    } catch (KubernetesClientException unanswered) {
      throw new IllegalStateException(
          "the Kubernetes API at %s refused or did not answer: %s"
              .formatted(client.getMasterUrl(), Reason.of(unanswered)),
          unanswered);
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
    String called = "the CSI driver at " + driver.socket();
    ProvisionerConfig config = membership.loops(createMetadata);
    CountDownLatch end = new CountDownLatch(1);
    try (StopSignal _ = StopSignal.onReceived(end::countDown);
        KubernetesClient client = client(membership.kubeconfig());
        CsiChannel channel = CsiChannel.open(driver);
        Loops loops =
            Loops.begin(
                (waits, lost) ->
                    Provisioner.start(
                        config,
                        client,
                        new Storage.Driver(channel.telling(ClusterProcess::log), called),
                        metrics,
                        waits,
                        lost),
                end::countDown)) {
      Optional<HealthServer> health =
          http.map(
              each ->
                  HealthServer.start(each, loops.liveness(), loops.readiness(), metrics::scrape));
      end.await();
      health.ifPresent(HealthServer::close);
      return loops.isWell();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A wait for the driver tells of its own questions. */
  private static void log(CallEnd call) {
    if (!call.shortMethod().equals("Probe") || call.succeeded()) {
      SENT.ended(call);
    }
  }

  private static Companion loops(
      Companion.Surroundings with,
      KubernetesClient client,
      ClusterOptions.Membership membership,
      Storage storage) {
    return Loops.begin(
        (waits, lost) ->
            Provisioner.start(membership.ourLoops(), client, storage, with.metrics(), waits, lost),
        with.stop());
  }

  private static ControllerConfig ofCluster(ControllerConfig config, KubernetesClient client) {
    return config.clusterId().isPresent()
        ? config
        : config.withClusterId(ClusterId.of(client, Waiting.real()));
  }

  private static KubernetesClient client(Optional<Path> kubeconfig) {
    RequestLimits limits = new RequestLimits(Clock.systemUTC(), Pause.sleeping());
    return new KubernetesClientBuilder()
        .withConfig(config(kubeconfig))
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("limits", limits))
        .build();
  }

  /** For a person who waits: what does not answer at once is told at once. */
  private static KubernetesClient patientOnce(Optional<Path> kubeconfig) {
    Config once = new ConfigBuilder(config(kubeconfig)).withRequestRetryBackoffLimit(0).build();
    return new KubernetesClientBuilder().withConfig(once).build();
  }

  private static Config config(Optional<Path> kubeconfig) {
    try {
      return kubeconfig
          .map(file -> Config.fromKubeconfig(file.toFile()))
          .orElseGet(() -> Config.autoConfigure(null));
    } catch (KubernetesClientException unreadable) {
      throw new IllegalStateException(
          "--kubeconfig %s cannot be used: %s; name a file that kubectl can use"
              .formatted(kubeconfig.map(Path::toString).orElse(""), Reason.of(unreadable)),
          unreadable);
    }
  }
}
