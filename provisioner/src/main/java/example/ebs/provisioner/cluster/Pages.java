package example.ebs.provisioner.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lists that are asked of the API server at this moment, page by page: what decides a detach must
 * not come from a watch, and a large cluster's list must not fill the heap.
 *
 * <p>All pages are of one moment, as the server keeps it for them; if it no longer does, the
 * question fails.
 */
public final class Pages {
  private static final long PAGE = 500;

  private Pages() {}

  /**
   * All objects; of each page none is kept when the next one is asked for.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API does not answer
   */
  public static <T extends HasMetadata> Stream<T> of(
      Listable<? extends KubernetesResourceList<T>> kind) {
    return Stream.iterate(
            Optional.of(page(kind, "")),
            Optional::isPresent,
            page -> page.flatMap(p -> next(kind, p)))
        .flatMap(page -> items(page.orElseThrow()).stream());
  }

  private static <T extends HasMetadata> Optional<KubernetesResourceList<T>> next(
      Listable<? extends KubernetesResourceList<T>> kind, KubernetesResourceList<T> page) {
    return Optional.ofNullable(page.getMetadata().getContinue())
        .filter(token -> !token.isEmpty())
        .map(token -> page(kind, token));
  }

  private static <T extends HasMetadata> KubernetesResourceList<T> page(
      Listable<? extends KubernetesResourceList<T>> kind, String token) {
    ListOptions options =
        token.isEmpty()
            ? new ListOptionsBuilder().withLimit(PAGE).build()
            : new ListOptionsBuilder().withLimit(PAGE).withContinue(token).build();
    return Objects.requireNonNull(kind.list(options), "a list without an answer");
  }

  private static <T extends HasMetadata> List<T> items(KubernetesResourceList<T> page) {
    return Optional.ofNullable(page.getItems()).orElse(List.of());
  }
}
