package example.ebs.provisioner.capacity;

import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.topology.Segment;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacityBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The object by which the scheduler is told of a class: there is room on every node, but for those
 * in places that are full.
 *
 * <p>It names full places alone, and so matches nodes that do not exist yet, as autoscalers ask. A
 * selector's expressions must all hold, and {@code NotIn} holds where the label is missing.
 */
final class CapacityObjects {
  /** By which a driver finds its own. */
  static final String DRIVER_LABEL = "csi.storage.k8s.io/drivername";

  /** More than any volume of any driver; what EC2 has left nobody can know. */
  private static final Quantity AMPLE = new Quantity("1", "Pi");

  private static final int NAME_BYTES = 10;

  private CapacityObjects() {}

  /**
   * The object of a class.
   *
   * <p>Its name follows from all that it says, for {@code nodeTopology} cannot be changed, and so
   * no object ever is.
   *
   * @param full where there is no room, and until when
   */
  static CSIStorageCapacity of(
      DriverNames names, String namespace, String storageClass, SortedMap<Segment, Instant> full) {
    SortedMap<String, SortedSet<String>> without = without(full);
    String until = FullUntil.text(full);
    return new CSIStorageCapacityBuilder()
        .withNewMetadata()
        .withName("ebs-" + hash(List.of(names.driver(), storageClass, without.toString(), until)))
        .withNamespace(namespace)
        .withLabels(
            Map.of(DRIVER_LABEL, names.driver(), "csi.storage.k8s.io/managed-by", names.lease()))
        .withAnnotations(full.isEmpty() ? Map.of() : Map.of(names.fullUntilAnnotation(), until))
        .endMetadata()
        .withStorageClassName(storageClass)
        .withNodeTopology(everywhereBut(without))
        .withCapacity(AMPLE)
        .build();
  }

  /** Values by the key of the label that tells a full place. */
  private static SortedMap<String, SortedSet<String>> without(SortedMap<Segment, Instant> full) {
    SortedMap<String, SortedSet<String>> values = new TreeMap<>();
    full.keySet().stream()
        .flatMap(segment -> segment.tellingLabel().stream())
        .forEach(
            label ->
                values.computeIfAbsent(label.getKey(), _ -> new TreeSet<>()).add(label.getValue()));
    return values;
  }

  /** Without expressions it matches every node; no selector at all would match none. */
  private static LabelSelector everywhereBut(SortedMap<String, SortedSet<String>> without) {
    List<LabelSelectorRequirement> expressions =
        without.entrySet().stream()
            .map(
                label ->
                    new LabelSelectorRequirement(
                        label.getKey(), "NotIn", List.copyOf(label.getValue())))
            .toList();
    return new LabelSelector(expressions, Map.of());
  }

  private static String hash(List<String> parts) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JVM has SHA-256", impossible);
    }
  }
}
