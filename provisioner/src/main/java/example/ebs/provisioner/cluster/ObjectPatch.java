package example.ebs.provisioner.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change of finalizers and annotations of one object as one JSON patch (RFC 6902), which applies
 * only while the object is still that object and its finalizers are where they were.
 *
 * <p>So it needs no lock on the rest of the object, which others change at the same time.
 */
public final class ObjectPatch<T extends HasMetadata> {
  private static final int GONE = 404;
  private static final int DOES_NOT_APPLY = 422;
  private static final int MOST_TRIES = 3;

  private final T object;
  private final List<Change> changes = new ArrayList<>();

  private ObjectPatch(T object) {
    this.object = object;
  }

  /** A patch of the object as it was last seen. */
  public static <T extends HasMetadata> ObjectPatch<T> of(T object) {
    return new ObjectPatch<>(object);
  }

  /** Adds the finalizer, unless it is there. */
  public ObjectPatch<T> addFinalizer(String finalizer) {
    changes.add(
        (now, steps) -> {
          List<String> present = now.getMetadata().getFinalizers();
          if (present.isEmpty()) {
            requireUnchanged(now, steps);
            steps.add(step("add", "/metadata/finalizers", List.of(finalizer)));
          } else if (!present.contains(finalizer)) {
            // The server would take the same one twice, where it is there and not seen yet.
            steps.addFirst(step("test", "/metadata/finalizers", present));
            steps.add(step("add", "/metadata/finalizers/-", finalizer));
          }
        });
    return this;
  }

  /** Takes the finalizer away, as often as it is there. */
  public ObjectPatch<T> removeFinalizer(String finalizer) {
    changes.add(
        (now, steps) -> {
          List<String> present = now.getMetadata().getFinalizers();
          // The last first, so that those before it stay where they are.
          for (int at = present.size() - 1; at >= 0; at--) {
            if (present.get(at).equals(finalizer)) {
              remove("/metadata/finalizers/" + at, finalizer, steps);
            }
          }
        });
    return this;
  }

  /** Sets the annotation, unless it says so already. */
  public ObjectPatch<T> annotate(String key, String value) {
    changes.add(
        (now, steps) -> {
          if (annotations(now).isEmpty()) {
            beginAnnotations(now, steps);
          }
          if (!value.equals(annotations(now).get(key))) {
            steps.add(step("add", annotation(key), value));
          }
        });
    return this;
  }

  /** Once, however many are set. */
  private static void beginAnnotations(HasMetadata now, List<Map<String, Object>> steps) {
    Map<String, Object> begin = step("add", "/metadata/annotations", Map.of());
    if (!steps.contains(begin)) {
      requireUnchanged(now, steps);
      steps.add(begin);
    }
  }

  /** Takes the annotation away, if it is there. */
  public ObjectPatch<T> removeAnnotation(String key) {
    changes.add(
        (now, steps) ->
            Optional.ofNullable(annotations(now).get(key))
                .ifPresent(value -> remove(annotation(key), value, steps)));
    return this;
  }

  /**
   * Carries the change out, anew where the object has changed in its way.
   *
   * @return the object as it is now; empty when it is gone, or is another of the same name
   */
  public Optional<T> apply(KubernetesClient client) {
    T now = object;
    for (int tries = 1; ; tries++) {
      List<Map<String, Object>> steps = steps(now);
      if (steps.isEmpty()) {
        return Optional.of(now);
      }
      try {
        return Optional.ofNullable(
            client
                .resource(now)
                .patch(PatchContext.of(PatchType.JSON), Serialization.asJson(steps)));
      } catch (KubernetesClientException refused) {
        if (refused.getCode() == GONE) {
          return Optional.empty();
        }
        if (refused.getCode() != DOES_NOT_APPLY || tries == MOST_TRIES) {
          throw refused;
        }
      }
      Optional<T> fresh = LatestVersion.of(object, client);
      if (fresh.isEmpty()) {
        return fresh;
      }
      now = fresh.get();
    }
  }

  private List<Map<String, Object>> steps(T now) {
    List<Map<String, Object>> steps = new ArrayList<>();
    changes.forEach(change -> change.on(now, steps));
    if (!steps.isEmpty()) {
      steps.addFirst(step("test", "/metadata/uid", now.getMetadata().getUid()));
    }
    return steps;
  }

  /** A whole list or map is added only where there still is none: others may add theirs now. */
  private static void requireUnchanged(HasMetadata now, List<Map<String, Object>> steps) {
    steps.add(step("test", "/metadata/resourceVersion", now.getMetadata().getResourceVersion()));
  }

  private static void remove(String path, String value, List<Map<String, Object>> steps) {
    steps.add(step("test", path, value));
    steps.add(Map.of("op", "remove", "path", path));
  }

  private static Map<String, Object> step(String operation, String path, Object value) {
    return Map.of("op", operation, "path", path, "value", value);
  }

  private static Map<String, String> annotations(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getAnnotations()).orElse(Map.of());
  }

  private static String annotation(String key) {
    return "/metadata/annotations/" + key.replace("~", "~0").replace("/", "~1");
  }

  @FunctionalInterface
  private interface Change {
    void on(HasMetadata now, List<Map<String, Object>> steps);
  }
}
