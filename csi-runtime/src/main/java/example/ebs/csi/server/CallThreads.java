package example.ebs.csi.server;

import example.ebs.csi.time.Pause;
import example.ebs.csi.work.HungCalls;
import example.ebs.csi.work.VolumeCalls;
import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads on which a server's calls run, and the watch over those that hang. */
final class CallThreads {
  private static final Logger LOG = LoggerFactory.getLogger(CallThreads.class);

  private final Clock clock = Clock.systemUTC();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("rpc-", 0).factory());
  private final VolumeCalls volumes = new VolumeCalls(clock);
  private final HungCalls hung = new HungCalls(volumes, clock, Pause.sleeping());

  /** Begins to look for calls that hang, where any may. */
  void serve(List<BindableService> services) {
    List<WorksOnVolumes> watched =
        services.stream()
            .filter(WorksOnVolumes.class::isInstance)
            .map(WorksOnVolumes.class::cast)
            .toList();
    watched.forEach(each -> volumes.watch(each::beside));
    if (!watched.isEmpty()) {
      hung.start();
    }
  }

  VolumeCalls volumes() {
    return volumes;
  }

  /** Has the calls of that service run on threads that suit it. */
  ServerInterceptor of(BindableService service) {
    return service instanceof WorksOnVolumes
        ? new VolumeThreadPerCall(threads, volumes, clock)
        : new ThreadPerCall(threads);
  }

  /** Begins no call any more, and waits for those that there are; what hangs is only told. */
  void awaitEnd(Patience patience) {
    threads.shutdown();
    volumes.shutdown();
    if (!patience.sees(threads::awaitTermination) || !patience.sees(volumes::awaitEnd)) {
      volumes.begun().forEach(call -> LOG.warn("not waited for longer: {}", call.told(clock)));
    }
    hung.close();
  }
}
