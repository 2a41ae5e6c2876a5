package example.ebs.command.signal;

import java.time.Duration;

/**
 * SIGTERM and Ctrl-C as an event: work is told to stop, and the process lives until it has put
 * things away.
 *
 * <p>Java itself ends the process as soon as its shutdown hooks have run, whatever the main thread
 * is doing.
 */
public final class StopSignal implements AutoCloseable {
  /**
   * Longer than calls under way may take to drain and a detach to end; then the process goes
   * anyway.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static volatile boolean received;

  private final Thread hook;

  private StopSignal(Thread hook) {
    this.hook = hook;
  }

  /**
   * Until it is closed, runs the action when the signal comes, and then keeps the process until the
   * calling thread has ended.
   *
   * @param action makes that thread come to its end
   */
  public static StopSignal onReceived(Runnable action) {
    Thread worker = Thread.currentThread();
    Thread hook = Thread.ofPlatform().name("stop").unstarted(() -> stop(action, worker));
    Runtime.getRuntime().addShutdownHook(hook);
    return new StopSignal(hook);
  }

  /**
   * Whether the signal has come; the process then ends by itself, and whoever called exit would
   * wait for ever.
   */
  public static boolean isReceived() {
    return received;
  }

  private static void stop(Runnable action, Thread worker) {
    received = true;
    action.run();
    try {
      var _ = worker.join(PATIENCE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      var _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The signal has come, and the hook waits for this thread to end.
    }
  }
}
