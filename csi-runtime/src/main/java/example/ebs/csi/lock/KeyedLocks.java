package example.ebs.csi.lock;

import example.ebs.csi.failure.Failure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One operation per key at a time; whoever comes second is told so at once rather than kept
 * waiting.
 *
 * <p>CSI 1.13, "Concurrency": a plugin that has an operation pending for the same volume answers
 * {@code ABORTED} and the caller comes back. Safe for use by many threads; a lock need not be
 * released by the thread that took it.
 */
public final class KeyedLocks {
  private final Set<String> taken = ConcurrentHashMap.newKeySet();

  /**
   * Takes the lock until the returned handle is closed.
   *
   * @param key what is worked on, in words that the second caller can read, such as {@code "volume
   *     vol-1"}
   * @throws Failure.InProgress when it is taken
   */
  public Held take(String key) {
    if (!taken.add(key)) {
      throw new Failure.InProgress(
          "another operation on " + key + " is in progress; ask again when it has ended");
    }
    return () -> taken.remove(key);
  }

  /** A lock that is held; closing it twice does no harm as long as nobody took it in between. */
  @FunctionalInterface
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }
}
