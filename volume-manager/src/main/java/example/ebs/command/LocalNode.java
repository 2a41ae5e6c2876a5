package example.ebs.command;

import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.health.Readiness;
import example.ebs.csi.kubernetes.ApiServer;
import example.ebs.csi.time.Pause;
import example.ebs.local.LocalNodeConfig;
import example.ebs.local.LocalNodeLoops;
import example.ebs.local.LocalNodeService;
import example.ebs.local.RemovalLoop;
import example.ebs.local.release.KnownVolumes;
import example.ebs.local.release.Residence;
import example.ebs.local.volume.VolumeHistory;
import io.grpc.BindableService;
import java.util.List;
import java.util.Optional;

/**
 * The local volumes of a node in its process: a service, and in a cluster what is done without
 * being called.
 */
record LocalNode(LocalNodeService service, Optional<LocalNodeLoops> loops) {

  /** Touches nothing yet. */
  static LocalNode create(LocalNodeConfig config, Optional<ApiServer> cluster) {
    KnownVolumes known = new KnownVolumes(new Residence(config.driver(), config.node()));
    // Without a cluster nobody has a history, and nobody would ever tell of one.
    VolumeHistory history = cluster.isPresent() ? known : VolumeHistory.NONE;
    LocalNodeService service = LocalNodeService.create(config, history);
    return new LocalNode(
        service,
        cluster.map(
            server ->
                LocalNodeLoops.create(
                    server,
                    known,
                    service.volumes(),
                    config.kubeletDirectory(),
                    Pause.sleeping())));
  }

  List<BindableService> services() {
    return List.of(service.node());
  }

  /** To be told of each call. */
  List<CallEnd.Listener> listeners() {
    return loops.stream().map(LocalNodeLoops::calls).toList();
  }

  /** Begins; a node is ready without the API server, since pods need their volumes all the same. */
  Companion begin() {
    RemovalLoop removals = new RemovalLoop(service.volumes(), Pause.sleeping());
    removals.start();
    loops.ifPresent(LocalNodeLoops::start);
    return Companion.of(
        Readiness.always(),
        () -> {
          loops.ifPresent(LocalNodeLoops::close);
          removals.close();
        });
  }
}
