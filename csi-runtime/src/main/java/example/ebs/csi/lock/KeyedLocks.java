package example.ebs.csi.lock;

import example.ebs.csi.failure.Failure;
import java.util.Map;
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
  private static final int ALONE = -1;

  /** Held keys: by one alone, or by how many who share them. */
  private final Map<String, Integer> holders = new ConcurrentHashMap<>();

  /**
   * Takes the lock until the returned handle is closed.
   *
   * @param key what is worked on, in words that the second caller can read, such as {@code "volume
   *     vol-1"}
   * @throws Failure.InProgress when it is taken or shared
   */
  public Held take(String key) {
    if (holders.putIfAbsent(key, ALONE) != null) {
      throw inProgress(key);
    }
    return () -> holders.remove(key);
  }

  /**
   * Shares the lock with others who share it, until the returned handle is closed.
   *
   * @throws Failure.InProgress when it is taken
   */
  public Held share(String key) {
    if (holders.merge(key, 1, KeyedLocks::oneMore) == ALONE) {
      throw inProgress(key);
    }
    return () -> holders.computeIfPresent(key, (_, sharers) -> sharers == 1 ? null : sharers - 1);
  }

  private static int oneMore(int holders, int more) {
    return holders == ALONE ? ALONE : holders + more;
  }

  private static Failure inProgress(String key) {
    return new Failure.InProgress(
        "another operation on " + key + " is in progress; ask again when it has ended");
  }

  /** A lock that is held; close it once. */
  @FunctionalInterface
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }
}
