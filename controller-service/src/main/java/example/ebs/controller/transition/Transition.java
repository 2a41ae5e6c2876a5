package example.ebs.controller.transition;

import java.util.Optional;

/**
 * What one waiter waits for.
 *
 * @param <V> what is looked at
 * @param <R> the answer that ends the wait
 */
public interface Transition<V, R> {
  /**
   * The answer, once what was seen gives one.
   *
   * @param seen empty when the thing does not exist, or not yet
   * @throws example.ebs.csi.failure.Failure when the answer can no longer come
   */
  Optional<R> answer(Optional<V> seen);

  /** What to tell a caller whose deadline passes now: what was waited for, and what was seen. */
  String unfinished(Optional<V> seen);
}
