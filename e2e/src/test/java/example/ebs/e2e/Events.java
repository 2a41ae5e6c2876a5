package example.ebs.e2e;

import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What Kubernetes and the driver tell users of the test's objects. */
record Events(Cluster cluster) {
  private static final Duration SOON = Duration.ofMinutes(3);

  /** Waits for an event with that reason about an object of that name, and returns its message. */
  String about(String object, String reason) {
    return containing(object, reason, "");
  }

  /** The same for a message that contains a text. */
  String containing(String object, String reason, String text) {
    return Eventually.present(
        "event %s about %s with \"%s\"".formatted(reason, object, text),
        SOON,
        () -> messages(object, reason).stream().filter(found -> found.contains(text)).findFirst());
  }

  /** Those that there are now. */
  List<String> messages(String object, String reason) {
    return cluster
        .client()
        .v1()
        .events()
        .inNamespace(cluster.namespace())
        .withField("involvedObject.name", object)
        .list()
        .getItems()
        .stream()
        .filter(event -> reason.equals(event.getReason()))
        .map(Event::getMessage)
        .flatMap(message -> Optional.ofNullable(message).stream())
        .toList();
  }
}
