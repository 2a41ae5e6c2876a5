package example.ebs.e2e;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The same for many objects at once: the API server answers them beside each other. */
final class AtOnce {
  /** More would only wait in the API server, and some of them longer than the client does. */
  private static final int MOST = 50;

  private AtOnce() {}

  /** Ends when all have ended; fails as the first one that failed. */
  static <T> void forEach(Collection<T> all, Consumer<T> work) {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(MOST, Thread.ofVirtual().factory())) {
      List<CompletableFuture<Void>> begun =
          all.stream()
              .map(each -> CompletableFuture.runAsync(() -> work.accept(each), threads))
              .toList();
      begun.forEach(CompletableFuture::join);
    }
  }
}
