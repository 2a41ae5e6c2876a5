package example.ebs.command.signal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * SIGTERM and Ctrl-C as an event: work is told to stop, and the process lives until it has put
 * things away.
 *
 * <p>Java itself ends the process as soon as its shutdown hooks have run, whatever the main thread
 * is doing.
 */
public final class StopSignal {
  /**
   * Longer than calls under way may take to drain and a detach to end; then the process goes
   * anyway.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final AtomicReference<State> STATE = new AtomicReference<>(State.RUNNING);

  private enum State {
    RUNNING,
    STOPPING,
    ENDED
  }

  private StopSignal() {}

  /**
   * Runs the action when the signal comes, and then keeps the process until the thread that called
   * this has ended.
   *
   * @param action makes that thread come to its end
   */
  public static void onReceived(Runnable action) {
    Thread worker = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().name("stop").unstarted(() -> received(action, worker)));
  }

  /** Whether the signal has come. */
  public static boolean isReceived() {
    return STATE.get() == State.STOPPING;
  }

  /**
   * Says that all work is done; answers whether the process still needs to be ended, which a signal
   * does by itself.
   */
  public static boolean end() {
    return STATE.compareAndSet(State.RUNNING, State.ENDED);
  }

  private static void received(Runnable action, Thread worker) {
    if (!STATE.compareAndSet(State.RUNNING, State.STOPPING)) {
      return;
    }
    action.run();
    try {
      var _ = worker.join(PATIENCE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
