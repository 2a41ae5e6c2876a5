package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An encrypted volume says which key it has by the key's ARN. */
final class EncryptionTest {
  private static final String KEYS = "arn:aws:kms:us-east-1:123456789012:key/";

  private final TestRegion region = new TestRegion();

  private String key(String... more) {
    return region
        .call("DescribeVolumes", "VolumeId.1", region.availableVolume(more))
        .firstOr("kmsKeyId", "none");
  }

  @Test
  void withoutAKeyItIsTheAccountsOwn() {
    assertThat(key("Encrypted", "true"))
        .matches(KEYS + "[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
        .isEqualTo(key("Encrypted", "true", "KmsKeyId", "alias/aws/ebs"));
    assertThat(key()).isEqualTo("none");
  }

  @Test
  void anAliasStandsForOneKeyHoweverItIsWritten() {
    String key = key("Encrypted", "true", "KmsKeyId", "alias/data");

    assertThat(key)
        .startsWith(KEYS)
        .isEqualTo(
            key(
                "Encrypted", "true",
                "KmsKeyId", "arn:aws:kms:us-east-1:123456789012:alias/data"))
        .isNotEqualTo(key("Encrypted", "true", "KmsKeyId", "alias/other"));
    assertThat(
            key(
                "Encrypted", "true",
                "KmsKeyId", "arn:aws-cn:kms:cn-north-1:999999999999:alias/data"))
        .as("another account's")
        .startsWith("arn:aws-cn:kms:cn-north-1:999999999999:key/");
  }

  @ParameterizedTest
  @CsvSource({
    "1234abcd-12ab-34cd-56ef-1234567890ab,arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "arn:aws-cn:kms:cn-north-1:999999999999:key/mrk-1,arn:aws-cn:kms:cn-north-1:999999999999:key/mrk-1"
  })
  void aKeyIsShownByItsArn(String given, String shown) {
    assertThat(key("Encrypted", "true", "KmsKeyId", given)).isEqualTo(shown);
  }

  @Test
  void whatIsNoNameOfAKeyIsRefused() {
    Refusal.check(
        region.refused(
            "CreateVolume",
            "AvailabilityZone",
            "zone-a",
            "Size",
            "8",
            "Encrypted",
            "true",
            "KmsKeyId",
            "arn:aws:s3:::bucket"),
        400,
        "InvalidParameterValue",
        "Value (arn:aws:s3:::bucket) for parameter kmsKeyId is invalid. Expected: a key ID, an alias, or the ARN of either.");
  }
}
