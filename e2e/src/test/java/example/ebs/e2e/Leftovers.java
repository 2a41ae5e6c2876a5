package example.ebs.e2e;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a test has left when its namespace is gone: no PersistentVolume, and no volume in EC2. */
record Leftovers(Cluster cluster) {
  private static final String NAMESPACE_TAG = "kubernetes.io/created-for/pvc/namespace";

  /** After an attach that failed Kubernetes may wait for two minutes until it detaches. */
  private static final Duration SOON = Duration.ofMinutes(3);

  /** Waits for what is still on its way out, and fails if something stays. */
  void refuseAny() {
    Eventually.matches(
        "the PersistentVolumes of namespace %s to go".formatted(cluster.namespace()),
        SOON,
        this::persistentVolumes,
        Collection::isEmpty);
    Eventually.matches(
        "EC2's volumes of namespace %s to go".formatted(cluster.namespace()),
        SOON,
        this::volumesOfTheTest,
        Collection::isEmpty);
  }

  /** Whether nothing is left at this moment. */
  boolean isClean() {
    return persistentVolumes().isEmpty() && volumesOfTheTest().isEmpty();
  }

  /** The ids of what EC2 has for the claims of the test. */
  List<String> volumesOfTheTest() {
    return Cluster.isWithoutCloud()
        ? List.of()
        : cluster.emulator().volumesTagged(NAMESPACE_TAG, cluster.namespace());
  }

  /** Volumes that the driver made, for whomever, and that no PersistentVolume names. */
  List<String> namedByNobody() {
    List<String> made = cluster.emulator().volumesTagged(Cluster.DRIVER + "/cluster", "true");
    Set<String> named =
        cluster.client().persistentVolumes().list().getItems().stream()
            .flatMap(volume -> Optional.ofNullable(volume.getSpec().getCsi()).stream())
            .map(source -> source.getVolumeHandle())
            .collect(Collectors.toSet());
    return made.stream().filter(volume -> !named.contains(volume)).toList();
  }

  private List<String> persistentVolumes() {
    return cluster.client().persistentVolumes().list().getItems().stream()
        .filter(this::isOfTheTest)
        .map(volume -> volume.getMetadata().getName())
        .toList();
  }

  private boolean isOfTheTest(PersistentVolume volume) {
    return Optional.ofNullable(volume.getSpec().getClaimRef())
        .filter(claim -> cluster.namespace().equals(claim.getNamespace()))
        .isPresent();
  }
}
