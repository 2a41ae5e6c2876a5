package example.ebs.command;

import example.ebs.csi.health.Readiness;
import example.ebs.provisioner.Provisioner;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kubernetes loops beside a server. They start on a thread of their own, since driver and API
 * server may take their time, and when they fail or lose the lease they end the process.
 */
final class Loops implements Companion {
  private static final Logger LOG = LoggerFactory.getLogger(Loops.class);

  private final LoopsStart start;
  private final Runnable stop;
  private final AtomicReference<Optional<String>> obstacle =
      new AtomicReference<>(Optional.of("the loops are starting"));
  private final AtomicReference<Optional<Provisioner.Running>> running =
      new AtomicReference<>(Optional.empty());
  private final Thread starter;
  private volatile boolean closing;
  private volatile boolean failed;

  private Loops(LoopsStart start, Runnable stop) {
    this.start = start;
    this.stop = stop;
    this.starter = Thread.ofVirtual().name("loops").unstarted(this::begin);
  }

  static Loops begin(LoopsStart start, Runnable stop) {
    Loops loops = new Loops(start, stop);
    loops.starter.start();
    return loops;
  }

  private void begin() {
    try {
      running.set(Optional.of(start.start(this::waits, this::lost)));
      obstacle.set(Optional.empty());
    } catch (RuntimeException unable) {
      if (!closing) {
        LOG.error("the loops did not start: {}", unable.getMessage());
        fail();
      }
    }
  }

  private void waits(String words) {
    obstacle.set(Optional.of("the loops have not begun: " + words));
  }

  private void lost() {
    if (!closing) {
      LOG.error("this replica lost the lease: another may be at work, so this process ends");
      fail();
    }
  }

  private void fail() {
    failed = true;
    obstacle.set(Optional.of("ending"));
    Thread.ofVirtual().start(stop);
  }

  @Override
  public Readiness readiness() {
    return obstacle::get;
  }

  @Override
  public Readiness liveness() {
    return () -> running.get().flatMap(Provisioner.Running::obstacle);
  }

  @Override
  public boolean isWell() {
    return !failed;
  }

  /** Once; more often does no harm. */
  @Override
  public void close() {
    closing = true;
    starter.interrupt();
    running.getAndSet(Optional.empty()).ifPresent(Provisioner.Running::close);
  }

  /** Starts the loops; returns when driver and API server have answered, and tells of the waits. */
  @FunctionalInterface
  interface LoopsStart {
    Provisioner.Running start(Consumer<String> waits, Runnable lost);
  }
}
