package example.ebs.emulator.attachment;

import example.ebs.emulator.wire.Ec2Failure;
import java.util.Collection;
import java.util.regex.Pattern;

/** Which device names EC2 takes, and which of them are the same. */
public final class DeviceNames {
  /** {@code /dev/sdf}, {@code /dev/sda2}, {@code /dev/xvdf}, and from xvdaa to xvddx. */
  private static final Pattern VALID =
      Pattern.compile("(/dev/)?(sd[a-z]([1-9]|1[0-5])?|xvd[a-z]|xvd[a-c][a-z]|xvdd[a-x])");

  private DeviceNames() {}

  /** Gives the name back if it is one that EC2 takes. */
  public static String checked(String name) {
    if (!VALID.matcher(name).matches()) {
      throw Ec2Failure.invalidValue(
          "Value (%s) for parameter device is invalid. %s is not a valid EBS device name."
              .formatted(name, name));
    }
    return name;
  }

  /** Fails if an instance has the name already. */
  public static void refuseIfUsed(String name, Collection<String> used) {
    if (used.stream().map(DeviceNames::lastPart).anyMatch(lastPart(name)::equals)) {
      throw Ec2Failure.invalidValue(
          "Invalid value '%s' for unixDevice. Attachment point %s is already in use"
              .formatted(name, name));
    }
  }

  /** {@code xvdaa} of {@code /dev/xvdaa}. */
  public static String lastPart(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
