package example.ebs.command;

import example.ebs.csi.server.DriverIdentity;
import picocli.CommandLine.Option;

/** The name under which a process serves. */
final class DriverOption {
  /** The driver as it is known unless it is told otherwise. */
  static final DriverIdentity DEFAULT =
      new DriverIdentity(DriverIdentity.DEFAULT_NAME, Version.text());

  @Option(
      names = "--driver-name",
      paramLabel = "NAME",
      description =
          "the name of the driver in Kubernetes' objects; ebs.csi.aws.com serves clusters made for that driver"
              + " (default: ebs.example)")
  private String name = DriverIdentity.DEFAULT_NAME;

  /** The driver; the default, with the problem noted, where the name is none. */
  DriverIdentity parse(Problems problems) {
    return problems
        .parse("--driver-name", name, text -> new DriverIdentity(text, Version.text()))
        .orElse(DEFAULT);
  }
}
