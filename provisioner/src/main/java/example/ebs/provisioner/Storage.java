package example.ebs.provisioner;

import example.ebs.csi.local.LocalRoots;
import io.grpc.Channel;

/** Which volumes the loops serve. */
public sealed interface Storage {
  /**
   * Those of a CSI driver.
   *
   * @param channel to its controller
   */
  record Driver(Channel channel) implements Storage {}

  /**
   * Those that are directories of nodes, which need no driver's controller.
   *
   * @param driver the name that storage classes give as provisioner
   */
  record Local(String driver, LocalRoots roots) implements Storage {}

  /** Both, under the driver's name. */
  record DriverAndLocal(Channel channel, LocalRoots roots) implements Storage {}
}
