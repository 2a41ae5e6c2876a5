package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** EC2 takes client tokens of up to 64 characters, in every action that takes one. */
final class TokenLengthTest {
  private final TestRegion region = new TestRegion();

  @ParameterizedTest
  @CsvSource({
    "CreateVolume,AvailabilityZone=zone-a&Size=8",
    "RunInstances,ImageId=ami-1&MinCount=1&MaxCount=1"
  })
  void aLongerOneIsRefused(String action, String request) {
    String token = "t".repeat(65);

    Refusal.check(
        region.refused(action, (request + "&ClientToken=" + token).split("[&=]")),
        400,
        "InvalidParameterValue",
        "Value ("
            + token
            + ") for parameter clientToken is invalid. Length exceeds maximum of 64.");
  }

  @Test
  void sixtyFourCharactersAreFine() {
    assertThat(region.creatingVolume("ClientToken", "t".repeat(64))).startsWith("vol-");
  }
}
