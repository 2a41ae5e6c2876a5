package example.ebs.provisioner.csi;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import java.util.List;

/** Kubernetes' access modes as CSI's, the way the sidecars translate them. */
public final class AccessModes {
  private static final String ONE_POD = "ReadWriteOncePod";
  private static final String ONE_NODE = "ReadWriteOnce";
  private static final String READ_MANY = "ReadOnlyMany";
  private static final String WRITE_MANY = "ReadWriteMany";

  private AccessModes() {}

  /**
   * The one mode in which a volume with all these modes is attached.
   *
   * @param tellsPodsApart whether the driver has the SINGLE_NODE_MULTI_WRITER capability
   * @throws Failure.InvalidRequest when no mode allows all that they ask
   */
  public static Mode together(List<String> modes, boolean tellsPodsApart) {
    if (modes.contains(ONE_POD) && modes.size() > 1) {
      throw new Failure.InvalidRequest(
          "access mode ReadWriteOncePod allows no other beside it, and there is " + modes);
    }
    if (modes.contains(WRITE_MANY)) {
      return Mode.MULTI_NODE_MULTI_WRITER;
    }
    if (modes.contains(READ_MANY) && modes.contains(ONE_NODE)) {
      throw new Failure.InvalidRequest(
          "access modes ReadOnlyMany and ReadWriteOnce contradict each other; give one");
    }
    return modes.isEmpty()
        ? single(ONE_NODE, tellsPodsApart)
        : single(modes.getFirst(), tellsPodsApart);
  }

  /** A single mode of a claim. */
  public static Mode single(String mode, boolean tellsPodsApart) {
    return switch (mode) {
      case WRITE_MANY -> Mode.MULTI_NODE_MULTI_WRITER;
      case READ_MANY -> Mode.MULTI_NODE_READER_ONLY;
      case ONE_NODE -> tellsPodsApart ? Mode.SINGLE_NODE_MULTI_WRITER : Mode.SINGLE_NODE_WRITER;
      case ONE_POD -> tellsPodsApart ? Mode.SINGLE_NODE_SINGLE_WRITER : Mode.SINGLE_NODE_WRITER;
      default -> throw new Failure.InvalidRequest("unknown access mode " + mode);
    };
  }
}
