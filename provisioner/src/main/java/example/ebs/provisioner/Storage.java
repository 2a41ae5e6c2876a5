package example.ebs.provisioner;

import example.ebs.local.model.LocalRoots;
import io.grpc.Channel;

/** Which volumes the loops serve. */
public sealed interface Storage {
  /** What the driver is called that is served by the same process. */
  String OWN = "this process's own CSI driver";

  /**
   * Those of any CSI driver, whose classes say nothing to us but what Kubernetes reserves.
   *
   * @param channel to its controller
   * @param called what it is in messages, such as "the CSI driver at /run/csi.sock"
   */
  record Driver(Channel channel, String called) implements Storage {}

  /** EBS volumes alone: a class may say {@code mode: ebs}, and is told so if it says another. */
  record Ebs(Channel channel) implements Storage {}

  /**
   * Those that are directories of nodes, which need no driver's controller.
   *
   * @param driver the name that storage classes give as provisioner
   */
  record Local(String driver, LocalRoots roots) implements Storage {}

  /** EBS volumes and those, under the driver's name. */
  record DriverAndLocal(Channel channel, LocalRoots roots) implements Storage {}
}
