package example.ebs.provisioner.loop;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/**
 * Names an object of one kind.
 *
 * @param namespace empty for what belongs to the whole cluster
 */
public record ObjectKey(String namespace, String name) {
  public static ObjectKey of(HasMetadata object) {
    return new ObjectKey(
        Optional.ofNullable(object.getMetadata().getNamespace()).orElse(""),
        object.getMetadata().getName());
  }

  /** Of an object that belongs to the whole cluster. */
  public static ObjectKey of(String name) {
    return new ObjectKey("", name);
  }

  /** Reads what {@link #toString} writes. */
  public static ObjectKey parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? of(text)
        : new ObjectKey(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
