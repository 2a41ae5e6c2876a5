package example.ebs.csi.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "user:word@proxy:3128",
        "http://user:word@pro xy",
        "ftp://user:word@proxy",
        "https:user:word@proxy"
      })
  void aRefusalDoesNotRepeatThePasswordThatTheAddressHolds(String address) {
    assertThatThrownBy(() -> HttpAddress.parse(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("***@")
        .hasMessageContaining("is not an address such as http://")
        .message()
        .doesNotContain("word");
  }

  @ParameterizedTest
  @CsvSource({
    "http://user:word@proxy:3128, http://***@proxy:3128",
    "https://ec2.eu-central-1.amazonaws.com, https://ec2.eu-central-1.amazonaws.com",
    "http://[::1]:4580/x, http://[::1]:4580/x"
  })
  void anAddressIsShownWithoutItsUser(String address, String shown) {
    assertThat(HttpAddress.shown(address)).isEqualTo(shown);
  }
}
