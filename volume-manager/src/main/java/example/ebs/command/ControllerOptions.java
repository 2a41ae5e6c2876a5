package example.ebs.command;

import example.ebs.controller.ControllerConfig;
import example.ebs.controller.ec2.AwsSettings;
import example.ebs.controller.volume.VolumeTags;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.HttpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
      description =
          "tags for every volume; repeat or separate by commas, and put one with commas of its own in double quotes")
  private List<String> extraTags = new ArrayList<>();

  ControllerConfig parse(DriverIdentity driver, Optional<String> region, Problems problems) {
    return new ControllerConfig(
        driver.name(),
        problems.parse("--ec2-endpoint", endpoint, HttpAddress::parse),
        problems.parse("--region", region, AwsSettings::regionName),
        Optional.empty(),
        problems.parse("--k8s-tag-cluster-id", cluster, ControllerOptions::notEmpty),
        tags(driver, problems));
  }

  /** The same where EC2 is not an emulator of ours, so that the environment counts. */
  ControllerConfig parseForAws(DriverIdentity driver, Optional<String> region, Problems problems) {
    AwsSettings settings = AwsSettings.ofProcess();
    settings.problems().forEach(problems::add);
    return parse(driver, region.or(settings::defaultRegion), problems);
  }

  /** Looked for last, where nothing else is wrong: the SDK may ask the network for it. */
  static void requireRegion(ControllerConfig config, Problems problems) {
    if (problems.areNone() && config.region().isEmpty()) {
      AwsSettings.missingRegion().ifPresent(problems::add);
    }
  }

  private Map<String, String> tags(DriverIdentity driver, Problems problems) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String list : extraTags) {
      problems.parse("--extra-tags", list, TagList::parse).ifPresent(tags::putAll);
    }
    try {
      var _ = new VolumeTags(driver.name(), Optional.empty(), tags);
    } catch (Failure.InvalidRequest refused) {
      problems.add("--extra-tags: " + refused.getMessage());
    }
    return tags;
  }

  private static String notEmpty(String id) {
    if (id.isBlank()) {
      throw new IllegalArgumentException("is empty; give the cluster's id, or leave the flag out");
    }
    return id;
  }
}
