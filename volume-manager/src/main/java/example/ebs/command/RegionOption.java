package example.ebs.command;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The region, which the controller calls and an emulator plays. */
final class RegionOption {
  @Option(
      names = "--region",
      paramLabel = "REGION",
      description =
          "AWS region (default: AWS_REGION, AWS_DEFAULT_REGION and the SDK's files; for an emulator us-east-1)")
  private Optional<String> region = Optional.empty();

  Optional<String> value() {
    return region;
  }
}
