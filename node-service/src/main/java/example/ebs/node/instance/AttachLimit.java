package example.ebs.node.instance;

import example.ebs.csi.model.Plural;

/**
 * How many volumes this node takes, and where the number comes from.
 *
 * @param volumes at least 1, since 0 would mean "no limit" to Kubernetes
 * @param source for the log, so that a wrong number can be traced
 */
public record AttachLimit(int volumes, String source) {
  /**
   * EC2 documentation, "Amazon EBS volume limits": most Nitro instances share 28 attachments among
   * volumes, network interfaces and NVMe instance stores. Newer types have more, which only the EC2
   * API tells; there the number is given by hand.
   */
  private static final int SHARED_BY_NITRO = 28;

  private static final int ROOT = 1;

  public AttachLimit {
    if (volumes < 1) {
      throw new IllegalArgumentException("the attach limit must be at least 1, not " + volumes);
    }
  }

  /** The number that the administrator gave. */
  public static AttachLimit given(int volumes) {
    return new AttachLimit(volumes, "given");
  }

  /**
   * What is left of the places of a Nitro instance.
   *
   * @param otherVolumes attached besides the root volume, and not by this driver
   */
  public static AttachLimit ofNitro(int otherVolumes, int networkInterfaces) {
    int left = SHARED_BY_NITRO - ROOT - otherVolumes - networkInterfaces;
    return new AttachLimit(
        Math.max(1, left),
        "%d places of a Nitro instance, less the root volume, %s and %s"
            .formatted(
                SHARED_BY_NITRO,
                Plural.of(otherVolumes, "other volume"),
                Plural.of(networkInterfaces, "network interface")));
  }
}
