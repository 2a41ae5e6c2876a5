package example.ebs.csi.registration;

import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.Endpoint;
import java.nio.file.Path;

/**
 * What the kubelet is told, and where.
 *
 * @param driver under whose name the kubelet will know it
 * @param csi the driver's own socket, by the path at which the kubelet sees it too
 * @param socket in the kubelet's folder for registrations
 */
public record Registration(DriverIdentity driver, Endpoint csi, Endpoint socket) {

  /**
   * The registration in a folder of the kubelet's.
   *
   * @param folder {@code plugins_registry} beneath the kubelet's own
   * @throws IllegalArgumentException when the path is too long for a socket
   */
  public static Registration in(Path folder, DriverIdentity driver, Endpoint csi) {
    return new Registration(driver, csi, new Endpoint(folder.resolve(driver.name() + "-reg.sock")));
  }
}
