package example.ebs.command;

import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.time.Pause;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has the heap collected, and so made smaller, once a burst of calls is over, and again when what
 * came of it is settled: the JVM's serial collector never does by itself what nobody waits for, and
 * these processes are idle nearly always.
 */
final class IdleMemory implements CallEnd.Listener {
  private static final Duration IDLE = Duration.ofSeconds(2);

  /** What came of the calls, such as objects that Kubernetes takes away, is settled by then. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  private final int burst;
  private final Pause pause;
  private final Runnable collect;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicBoolean watching = new AtomicBoolean();

  /**
   * Told of calls from now on.
   *
   * @param burst how many calls are worth a collection
   * @param collect has the heap collected
   */
  IdleMemory(int burst, Pause pause, Runnable collect) {
    this.burst = burst;
    this.pause = pause;
    this.collect = collect;
  }

  @Override
  public void ended(CallEnd call) {
    if (calls.incrementAndGet() >= burst && watching.compareAndSet(false, true)) {
      Thread.ofVirtual().name("idle-memory").start(this::collectWhenIdle);
    }
  }

  private void collectWhenIdle() {
    int seen = 0;
    while (seen != calls.get()) {
      seen = calls.get();
      pause.pause(IDLE);
    }
    calls.set(0);
    watching.set(false);
    collect.run();
    pause.pause(SETTLED);
    collect.run();
  }
}
