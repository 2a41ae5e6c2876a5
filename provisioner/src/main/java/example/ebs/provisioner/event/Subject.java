package example.ebs.provisioner.event;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.util.Optional;

/** The object that an event is about, without what changes every time. */
record Subject(String apiVersion, String kind, String namespace, String name, String uid) {
  private static final String CLUSTER_WIDE = "default";

  static Subject of(HasMetadata object) {
    return new Subject(
        object.getApiVersion(),
        object.getKind(),
        Optional.ofNullable(object.getMetadata().getNamespace()).orElse(""),
        object.getMetadata().getName(),
        Optional.ofNullable(object.getMetadata().getUid()).orElse(""));
  }

  /** A dot follows, and Kubernetes takes none after these. */
  String shortened(int longest) {
    return name.length() > longest ? name.substring(0, longest).replaceFirst("[-.]+$", "") : name;
  }

  String eventNamespace() {
    return namespace.isEmpty() ? CLUSTER_WIDE : namespace;
  }

  ObjectReference reference() {
    var reference =
        new ObjectReferenceBuilder()
            .withApiVersion(apiVersion)
            .withKind(kind)
            .withName(name)
            .withUid(uid);
    return namespace.isEmpty() ? reference.build() : reference.withNamespace(namespace).build();
  }
}
