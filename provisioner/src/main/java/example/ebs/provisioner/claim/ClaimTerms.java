package example.ebs.provisioner.claim;

import example.ebs.csi.failure.Failure;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a claim asks for, whatever its volume will be. */
public final class ClaimTerms {
  private ClaimTerms() {}

  /** The name of a claim's volume in CSI, and of its PersistentVolume. */
  public static String volumeName(PersistentVolumeClaim claim) {
    return "pvc-" + claim.getMetadata().getUid();
  }

  /**
   * The size that is asked for.
   *
   * @return bytes, rounded up
   * @throws Failure.InvalidRequest when it is no size, or more than the claim's own limit
   */
  public static long size(PersistentVolumeClaim claim) {
    long size =
        storage(claim.getSpec().getResources().getRequests())
            .map(asked -> bytes(asked, RoundingMode.CEILING))
            .orElseThrow(() -> new Failure.InvalidRequest("the claim asks for no storage"));
    limit(claim)
        .filter(limit -> limit < size)
        .ifPresent(
            limit -> {
              throw new Failure.InvalidRequest(
                  "the claim asks for %d bytes, and its limits allow %d: make resources.limits.storage larger, or leave it out"
                      .formatted(size, limit));
            });
    return size;
  }

  /**
   * The most that its volume may have.
   *
   * @return bytes; empty where the claim does not say
   * @throws Failure.InvalidRequest when it is no size
   */
  static Optional<Long> limit(PersistentVolumeClaim claim) {
    return storage(claim.getSpec().getResources().getLimits())
        .map(limit -> bytes(limit, RoundingMode.FLOOR));
  }

  private static Optional<Quantity> storage(@Nullable Map<String, Quantity> amounts) {
    return Optional.ofNullable(amounts).map(each -> each.get("storage"));
  }

  private static long bytes(Quantity asked, RoundingMode rounding) {
    BigDecimal bytes = Quantity.getAmountInBytes(asked).setScale(0, rounding);
    if (bytes.signum() <= 0 || bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new Failure.InvalidRequest("the claim asks for " + asked + ", which is not a size");
    }
    return bytes.longValueExact();
  }

  public static boolean isBlock(PersistentVolumeClaim claim) {
    return "Block".equals(claim.getSpec().getVolumeMode());
  }

  /**
   * The name of its class. Some tools still write it as the annotation that it was at first, and
   * where there is one Kubernetes goes by it.
   *
   * @return empty where it has none
   */
  static String className(PersistentVolumeClaim claim) {
    return ClaimAnnotations.get(claim, ClaimAnnotations.OLD_CLASS)
        .or(() -> Optional.ofNullable(claim.getSpec().getStorageClassName()))
        .orElse("");
  }

  /**
   * Refuses what nobody here would do: a volume that is made without it leaves the claim waiting,
   * or is not what was asked for.
   *
   * @throws Failure.InvalidRequest when the claim asks for such
   */
  public static void requireServed(PersistentVolumeClaim claim) {
    PersistentVolumeClaimSpec spec = claim.getSpec();
    if (Optional.ofNullable(spec.getSelector()).isPresent()) {
      throw new Failure.InvalidRequest(
          "the claim has a selector, which chooses among volumes that exist: take it out, or name a volume in volumeName");
    }
    if (DataSource.of(claim).isPresent()) {
      throw new Failure.InvalidRequest(
          "the claim wants the data of a snapshot or another claim (dataSource or dataSourceRef), which this version cannot copy yet: make it without, and copy the data with a pod");
    }
    Optional.ofNullable(spec.getVolumeAttributesClassName())
        .filter(name -> !name.isEmpty())
        .ifPresent(ClaimTerms::refuseAttributes);
  }

  /** Kubernetes binds it only to a PersistentVolume that carries the class, and none would. */
  private static void refuseAttributes(String name) {
    throw new Failure.InvalidRequest(
        "the claim names volumeAttributesClassName %s, and this version serves no such classes yet: take it out, and put type, iops and throughput into the StorageClass"
            .formatted(name));
  }
}
