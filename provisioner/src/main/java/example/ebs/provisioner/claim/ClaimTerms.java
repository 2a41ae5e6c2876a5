package example.ebs.provisioner.claim;

import example.ebs.csi.failure.Failure;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

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
   * @throws Failure.InvalidRequest when it is no size
   */
  public static long size(PersistentVolumeClaim claim) {
    Quantity asked =
        Optional.ofNullable(claim.getSpec().getResources().getRequests())
            .map(requests -> requests.get("storage"))
            .orElseThrow(() -> new Failure.InvalidRequest("the claim asks for no storage"));
    BigDecimal bytes = Quantity.getAmountInBytes(asked).setScale(0, RoundingMode.CEILING);
    if (bytes.signum() <= 0 || bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new Failure.InvalidRequest("the claim asks for " + asked + ", which is not a size");
    }
    return bytes.longValueExact();
  }

  public static boolean isBlock(PersistentVolumeClaim claim) {
    return "Block".equals(claim.getSpec().getVolumeMode());
  }

  /**
   * An empty volume in place of the data that was asked for would be worse than none.
   *
   * @throws Failure.InvalidRequest when data is asked for
   */
  public static void requireEmpty(PersistentVolumeClaim claim) {
    if (Optional.ofNullable(claim.getSpec().getSelector()).isPresent()) {
      throw new Failure.InvalidRequest(
          "the claim has a selector, which chooses among volumes that exist: take it out, or name a volume in volumeName");
    }
    if (Optional.ofNullable(claim.getSpec().getDataSource()).isPresent()
        || Optional.ofNullable(claim.getSpec().getDataSourceRef()).isPresent()) {
      throw new Failure.InvalidRequest(
          "the claim wants the data of a snapshot or another claim, which this version cannot copy yet");
    }
  }
}
