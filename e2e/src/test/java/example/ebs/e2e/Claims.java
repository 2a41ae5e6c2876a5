package example.ebs.e2e;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.time.Duration;
import java.util.Optional;

/** The test's claims, and the volumes behind them. */
record Claims(Cluster cluster) {
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final Duration SOON = Duration.ofMinutes(3);

  /** Waits until the claim is Bound, and returns its PersistentVolume. */
  PersistentVolume bound(String claim) {
    PersistentVolumeClaim bound =
        Eventually.matches(
            "claim " + claim + " to be Bound",
            SOON,
            () -> get(claim),
            found -> "Bound".equals(found.getStatus().getPhase()));
    return Eventually.present(
        "PersistentVolume of claim " + claim, SOON, () -> volume(bound.getSpec().getVolumeName()));
  }

  /** The id of a bound claim's volume in EC2. */
  String volumeId(String claim) {
    return bound(claim).getSpec().getCsi().getVolumeHandle();
  }

  PersistentVolumeClaim get(String claim) {
    return find(claim).orElseThrow(() -> new AssertionError("there is no claim " + claim));
  }

  Optional<PersistentVolumeClaim> find(String claim) {
    return Optional.ofNullable(
        cluster
            .client()
            .persistentVolumeClaims()
            .inNamespace(cluster.namespace())
            .withName(claim)
            .get());
  }

  Optional<PersistentVolume> volume(String name) {
    return Optional.ofNullable(cluster.client().persistentVolumes().withName(name).get());
  }

  void untilGone(String claim) {
    Eventually.holds("claim " + claim + " to go", SOON, () -> find(claim).isEmpty());
  }

  void untilReleased(String name) {
    Eventually.holds(
        "PersistentVolume " + name + " to be Released",
        SOON,
        () ->
            volume(name)
                .filter(volume -> "Released".equals(volume.getStatus().getPhase()))
                .isPresent());
  }

  void untilVolumeGone(String name) {
    Eventually.holds("PersistentVolume " + name + " to go", SOON, () -> volume(name).isEmpty());
  }

  /** The zone of a PersistentVolume's node affinity. */
  static String zone(PersistentVolume volume) {
    return volume.getSpec().getNodeAffinity().getRequired().getNodeSelectorTerms().stream()
        .flatMap(term -> term.getMatchExpressions().stream())
        .filter(expression -> expression.getKey().equals(ZONE))
        .flatMap(expression -> expression.getValues().stream())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no zone in the affinity of " + volume));
  }
}
