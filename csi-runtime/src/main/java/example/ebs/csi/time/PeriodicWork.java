package example.ebs.csi.time;

import example.ebs.csi.failure.Failure;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the same at once and then once a period, on a platform thread of its own, until it is
 * closed: the work may hang in the kernel, and keeps nobody else from a thread then. What the work
 * throws is logged as a defect, and it is done again.
 */
public final class PeriodicWork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeriodicWork.class);

  private final String name;
  private final Duration period;
  private final Runnable work;
  private final Pause pause;
  private final Thread thread;

  /**
   * Not begun yet.
   *
   * @param name of what is done, for the log and the thread
   * @param period between the end of one and the begin of the next
   */
  public PeriodicWork(String name, Duration period, Runnable work, Pause pause) {
    this.name = name;
    this.period = period;
    this.work = work;
    this.pause = pause;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::repeat);
  }

  /** Returns at once. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void repeat() {
    try {
      while (true) {
        once();
        pause.pause(period);
      }
    } catch (Failure.Unavailable _) {
      LOG.debug("{} end: interrupted, because they are closed", name);
    }
  }

  private void once() {
    try {
      work.run();
    } catch (RuntimeException | Error thrown) {
      // What a close has broken off is no defect.
      if (!thread.isInterrupted()) {
        LOG.error("a defect in the {}", name, thrown);
      }
    }
  }
}
