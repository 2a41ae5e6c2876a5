package example.ebs.command;

import example.ebs.controller.ControllerConfig;
import example.ebs.csi.server.DriverIdentity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * What the controller service is told on the command line; the rest comes from the AWS SDK's own
 * settings.
 */
final class ControllerOptions {
  @Option(
      names = "--ec2-endpoint",
      paramLabel = "URL",
      description = "EC2's address (default: AWS_ENDPOINT_URL_EC2, else the region's own)")
  private Optional<String> endpoint = Optional.empty();

  @Option(
      names = "--k8s-tag-cluster-id",
      paramLabel = "ID",
      description = "tag every volume as owned by this cluster")
  private Optional<String> cluster = Optional.empty();

  @Option(
      names = "--extra-tags",
      paramLabel = "KEY=VALUE",
      split = ",",
      description = "tags for every volume; repeat or separate by commas")
  private Map<String, String> extraTags = new LinkedHashMap<>();

  ControllerConfig parse(DriverIdentity driver, Optional<String> region, Problems problems) {
    return new ControllerConfig(
        driver.name(),
        problems.parse("--ec2-endpoint", endpoint, HttpAddress::parse),
        region,
        Optional.empty(),
        cluster,
        extraTags);
  }
}
