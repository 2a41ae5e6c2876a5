package example.ebs.emulator.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import example.ebs.emulator.wire.Ec2Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CallersTest {
  private final Callers callers = new Callers(true);

  private static Headers header(String name, String value) {
    Headers headers = new Headers();
    headers.add(name, value);
    return headers;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:4580",
        "127.0.0.1",
        "localhost:4580",
        "LOCALHOST",
        "ec2.localhost",
        "[::1]:4580",
        "[0:0:0:0:0:0:0:1]:1"
      })
  void takesThisMachinesOwnNames(String host) {
    assertThatCode(() -> callers.check(header("Host", host))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "Host,evil.example:4580",
    "Host,127.0.0.1.evil.example",
    "Host,localhost.evil.example",
    "Host,notlocalhost",
    "Origin,http://evil.example",
    "Origin,null",
    "Sec-Fetch-Site,cross-site",
    "Sec-Fetch-Site,same-site"
  })
  void refusesWebPages(String name, String value) {
    assertThatThrownBy(() -> callers.check(header(name, value)))
        .isInstanceOf(Ec2Failure.class)
        .hasMessageContaining("not accepted");
  }

  @Test
  void anAddressThatIsPublicMayHaveAnyName() {
    assertThatCode(() -> new Callers(false).check(header("Host", "emulator.ci:4580")))
        .doesNotThrowAnyException();
  }

  @Test
  void somebodyWhoTypesTheAddressIsNoWebPage() {
    assertThatCode(() -> callers.check(header("Sec-Fetch-Site", "none")))
        .doesNotThrowAnyException();
  }
}
