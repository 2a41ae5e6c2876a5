package example.ebs.emulator.volume;

import example.ebs.emulator.wire.Ec2Failure;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key that a volume is encrypted with, as EC2 shows it: by its ARN, whatever a request called
 * it. There are no keys here, so each alias stands for one that follows from its name.
 */
public final class KmsKey {
  /** What EC2 takes where a request names no key. */
  private static final String DEFAULT = "alias/aws/ebs";

  private static final Pattern ARN =
      Pattern.compile("(arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:)(key/.+|alias/.+)");
  private static final Pattern ALIAS = Pattern.compile("alias/[a-zA-Z0-9/_-]+");
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9-]+");

  private KmsKey() {}

  /**
   * The key's ARN.
   *
   * @param named a key's id, its alias, or the ARN of either; empty for the account's own
   */
  public static String arn(String region, String account, String named) {
    String own = "arn:aws:kms:%s:%s:".formatted(region, account);
    Matcher arn = ARN.matcher(named);
    if (arn.matches()) {
      return arn.group(2).startsWith("key/") ? named : aliased(arn.group(1), arn.group(2));
    }
    if (named.isEmpty() || ALIAS.matcher(named).matches()) {
      return aliased(own, named.isEmpty() ? DEFAULT : named);
    }
    if (!ID.matcher(named).matches()) {
      throw Ec2Failure.invalidValue(
          "Value (%s) for parameter kmsKeyId is invalid. Expected: a key ID, an alias, or the ARN of either."
              .formatted(named));
    }
    return own + "key/" + named;
  }

  private static String aliased(String whose, String alias) {
    return whose
        + "key/"
        + UUID.nameUUIDFromBytes((whose + alias).getBytes(StandardCharsets.UTF_8));
  }
}
