package example.ebs.controller;

import example.ebs.controller.ec2.Ec2Clients;
import example.ebs.csi.server.DriverIdentity;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * What the controller service must be told; everything else comes from the AWS SDK's own variables
 * and files, such as {@code AWS_REGION}, {@code AWS_ENDPOINT_URL_EC2} and the credentials chain.
 *
 * @param driver the name under which the driver is known; its volumes carry tags of that name
 * @param endpoint of EC2, where it is not the region's own
 * @param region where the SDK's own setting is not wanted
 * @param credentials where the SDK's own chain is not wanted, as with an emulator
 * @param clusterId tags every volume as this cluster's
 * @param extraTags put on every volume
 */
public record ControllerConfig(
    String driver,
    Optional<URI> endpoint,
    Optional<String> region,
    Optional<Ec2Clients.Credentials> credentials,
    Optional<String> clusterId,
    Map<String, String> extraTags) {
  public ControllerConfig {
    extraTags = Map.copyOf(extraTags);
  }

  /** All from the SDK's own settings, no extra tags. */
  public static ControllerConfig defaults() {
    return new ControllerConfig(
        DriverIdentity.DEFAULT_NAME,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /** The same, as the driver of that cluster. */
  public ControllerConfig withClusterId(String cluster) {
    return new ControllerConfig(
        driver, endpoint, region, credentials, Optional.of(cluster), extraTags);
  }

  /** For an emulator, which takes any credentials. */
  public ControllerConfig withEmulator(URI emulator, String emulatedRegion) {
    return new ControllerConfig(
        driver,
        Optional.of(emulator),
        Optional.of(emulatedRegion),
        Optional.of(new Ec2Clients.Credentials("emulator", "emulator")),
        clusterId,
        extraTags);
  }
}
