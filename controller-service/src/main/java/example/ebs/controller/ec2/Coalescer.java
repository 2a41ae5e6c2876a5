package example.ebs.controller.ec2;

import example.ebs.csi.failure.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * Makes one call of many questions.
 *
 * <p>A question that comes while no call is in flight goes out at once; those that come while one
 * is, wait for it and then go out together. So a question is always answered by a call that began
 * after it was asked, and sees what its asker did before. There is no waiting window.
 *
 * <p>A call that EC2 refuses for one of its keys does not fail the others: each is then asked
 * alone. Safe for use by many threads; no thread of an asker ever makes the call, so none that
 * leaves early takes it along.
 *
 * @param <K> what is asked about
 * @param <V> what is known of it
 */
final class Coalescer<K, V> {
  private final int most;
  private final Function<Set<K>, Map<K, V>> call;

  private final Object lock = new Object();
  private List<Question<K, V>> next = new ArrayList<>();
  private boolean inFlight;

  /**
   * Creates a coalescer with nothing to ask.
   *
   * @param most how many keys one call may have
   * @param call returns what exists of them
   */
  Coalescer(int most, Function<Set<K>, Map<K, V>> call) {
    this.most = most;
    this.call = call;
  }

  /** Completes with what exists of the keys, or with the failure of one of them. */
  CompletableFuture<Map<K, V>> ask(Set<K> keys) {
    Question<K, V> question = new Question<>(Set.copyOf(keys), new CompletableFuture<>());
    synchronized (lock) {
      next.add(question);
      if (!inFlight) {
        inFlight = true;
        Thread.ofVirtual().name("describe").start(this::fly);
      }
    }
    return question.answer();
  }

  private void fly() {
    for (List<Question<K, V>> batch = take(); !batch.isEmpty(); batch = take()) {
      answer(batch);
    }
  }

  private List<Question<K, V>> take() {
    synchronized (lock) {
      List<Question<K, V>> taken = next;
      next = new ArrayList<>();
      inFlight = !taken.isEmpty();
      return taken;
    }
  }

  private void answer(List<Question<K, V>> batch) {
    Map<K, Found<V>> found = new HashMap<>();
    Set<K> keys = new LinkedHashSet<>();
    batch.forEach(question -> keys.addAll(question.keys()));
    List<K> all = List.copyOf(keys);
    for (int from = 0; from < all.size(); from += most) {
      found.putAll(askAll(all.subList(from, Math.min(all.size(), from + most))));
    }
    batch.forEach(question -> question.complete(found));
  }

  private Map<K, Found<V>> askAll(List<K> keys) {
    Found<Map<K, V>> result = attempt(keys);
    Map<K, Found<V>> found = new HashMap<>();
    switch (result) {
      case Known<Map<K, V>> known ->
          known.value().forEach((key, value) -> found.put(key, new Known<>(value)));
      case Failed<Map<K, V>> failed when keys.size() > 1 && isAboutAKey(failed.reason()) ->
          keys.forEach(key -> found.putAll(askAll(List.of(key))));
      case Failed<Map<K, V>> failed ->
          keys.forEach(key -> found.put(key, new Failed<>(failed.reason())));
    }
    return found;
  }

  private Found<Map<K, V>> attempt(List<K> keys) {
    try {
      return new Known<>(call.apply(Set.copyOf(keys)));
    } catch (RuntimeException | Error failure) {
      return new Failed<>(failure);
    }
  }

  private static boolean isAboutAKey(Throwable failure) {
    return failure instanceof Failure.InvalidRequest || failure instanceof Failure.NotFound;
  }

  private sealed interface Found<T> {}

  private record Known<T>(T value) implements Found<T> {}

  private record Failed<T>(Throwable reason) implements Found<T> {}

  private record Question<K, V>(Set<K> keys, CompletableFuture<Map<K, V>> answer) {
    void complete(Map<K, Found<V>> found) {
      Map<K, V> mine = new HashMap<>();
      for (K key : keys) {
        Found<V> one = found.get(key);
        if (one instanceof Known<V> known) {
          mine.put(key, known.value());
        } else if (one instanceof Failed<V> failed) {
          answer.completeExceptionally(failed.reason());
          return;
        }
      }
      answer.complete(Map.copyOf(mine));
    }
  }

  /** What the call threw, when that is in our words. */
  static RuntimeException thrown(ExecutionException failed) {
    return failed.getCause() instanceof Failure failure ? failure : new CompletionException(failed);
  }
}
