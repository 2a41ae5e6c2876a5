package example.ebs.provisioner.claim;

import io.fabric8.kubernetes.api.model.Quantity;

/** Bytes as Kubernetes writes them. */
final class Sizes {
  private static final String[] UNITS = {"", "Ki", "Mi", "Gi", "Ti", "Pi"};
  private static final int STEP = 1024;

  private Sizes() {}

  /** In the largest unit that leaves no fraction. */
  static Quantity quantity(long bytes) {
    long amount = bytes;
    int unit = 0;
    while (amount % STEP == 0 && unit < UNITS.length - 1) {
      amount /= STEP;
      unit++;
    }
    return new Quantity(Long.toString(amount), UNITS[unit]);
  }
}
