package example.ebs.emulator.snapshot;

import example.ebs.emulator.wire.Ec2Failure;

/** How a snapshot is locked. */
public enum LockMode {
  NONE,
  GOVERNANCE,
  COMPLIANCE;

  public static LockMode named(String name) {
    return switch (name) {
      case "governance" -> GOVERNANCE;
      case "compliance" -> COMPLIANCE;
      default ->
          throw Ec2Failure.invalidValue(
              "Value (%s) for parameter lockMode is invalid. Expected: governance or compliance."
                  .formatted(name));
    };
  }
}
