package example.ebs.provisioner.cluster;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** Deletes an object only while it is that very object: another may have its name by now. */
public final class ObjectDeletion {
  private static final int GONE = 404;

  /** The uid that was given is not that of the object of that name. */
  private static final int ANOTHER = 409;

  private ObjectDeletion() {}

  /** Deletes the object that was seen; where it is gone already there is nothing to do. */
  public static void of(HasMetadata seen, KubernetesClient client) {
    DeleteOptions onlyThis =
        new DeleteOptionsBuilder()
            .withApiVersion("v1")
            .withKind("DeleteOptions")
            .withNewPreconditions()
            .withUid(seen.getMetadata().getUid())
            .endPreconditions()
            .build();
    try {
      // The client's own delete knows the resource version as a precondition, but not the uid.
      var _ = client.raw(path(seen), "DELETE", onlyThis);
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != GONE && refused.getCode() != ANOTHER) {
        throw refused;
      }
    }
  }

  private static String path(HasMetadata object) {
    String version = object.getApiVersion();
    return "/%s/%s%s/%s/%s"
        .formatted(
            version.contains("/") ? "apis" : "api",
            version,
            Optional.ofNullable(object.getMetadata().getNamespace())
                .map(namespace -> "/namespaces/" + namespace)
                .orElse(""),
            object.getPlural(),
            object.getMetadata().getName());
  }
}
