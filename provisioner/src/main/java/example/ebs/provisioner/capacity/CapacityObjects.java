package example.ebs.provisioner.capacity;

import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.topology.Segment;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacityBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The objects by which the scheduler is told. */
final class CapacityObjects {
  /** By which a driver finds its own. */
  static final String DRIVER_LABEL = "csi.storage.k8s.io/drivername";

  /** More than any volume of any driver; what EC2 has left nobody can know. */
  private static final Quantity AMPLE = new Quantity("1", "Pi");

  private static final Quantity NONE = new Quantity("0");
  private static final int NAME_BYTES = 10;

  private CapacityObjects() {}

  /** The object for a class and a place, always under the same name. */
  static CSIStorageCapacity of(
      DriverNames names,
      String namespace,
      String storageClass,
      Segment segment,
      Optional<Instant> fullUntil) {
    return new CSIStorageCapacityBuilder()
        .withNewMetadata()
        .withName("ebs-" + hash(names.driver() + "\n" + storageClass + "\n" + segment))
        .withNamespace(namespace)
        .withLabels(
            Map.of(DRIVER_LABEL, names.driver(), "csi.storage.k8s.io/managed-by", names.lease()))
        .withAnnotations(
            fullUntil
                .map(until -> Map.of(names.fullUntilAnnotation(), until.toString()))
                .orElse(Map.of()))
        .endMetadata()
        .withStorageClassName(storageClass)
        .withNodeTopology(new LabelSelectorBuilder().withMatchLabels(segment.labels()).build())
        .withCapacity(fullUntil.isPresent() ? NONE : AMPLE)
        .build();
  }

  /** The place that an object is about. */
  static Segment segment(CSIStorageCapacity told) {
    return Segment.of(
        Optional.ofNullable(told.getNodeTopology().getMatchLabels()).orElse(Map.of()));
  }

  static boolean differ(DriverNames names, CSIStorageCapacity found, CSIStorageCapacity wanted) {
    return !Objects.equals(found.getCapacity(), wanted.getCapacity())
        || !fullUntil(names, found).equals(fullUntil(names, wanted));
  }

  /** Until when it says 0, as it is written there. */
  static Optional<String> fullUntil(DriverNames names, CSIStorageCapacity told) {
    return Optional.ofNullable(told.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(names.fullUntilAnnotation()));
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JVM has SHA-256", impossible);
    }
  }
}
