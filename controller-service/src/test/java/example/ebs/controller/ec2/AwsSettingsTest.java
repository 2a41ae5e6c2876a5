package example.ebs.controller.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AwsSettingsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS_ENDPOINT_URL_EC2",
        "AWS_ENDPOINT_URL",
        "AWS_ENDPOINT_URL_STS",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI"
      })
  void anAddressIsWholeOrItsVariableIsNamed(String name) {
    for (String wrong :
        new String[] {"", " ", "ec2.local", "ec2.local:4580", "http://", "ftp://a", "http://a b"}) {
      assertThat(problems(Map.of(name, wrong)))
          .as(wrong)
          .singleElement()
          .asString()
          .startsWith(name + ": ");
    }
    assertThat(problems(Map.of(name, "https://ec2.eu-central-1.amazonaws.com"))).isEmpty();
    assertThat(problems(Map.of(name, "HTTP://[::1]:4580/x"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"})
  void aProxyThatTheSdkWouldPassOverIsNamedAndNoneIsNone(String name) {
    assertThat(problems(Map.of(name, "proxy:3128"))).singleElement().asString().startsWith(name);
    assertThat(problems(Map.of(name, ""))).isEmpty();
    assertThat(problems(Map.of(name, "http://user:word@proxy:3128"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY",
    "AWS_SECRET_ACCESS_KEY, AWS_ACCESS_KEY_ID"
  })
  void halfAPairOfKeysIsToldWithTheHalfThatIsMissing(String given, String missing) {
    assertThat(problems(Map.of(given, "x", missing, "")))
        .containsExactly(missing + ": is missing, and " + given + " is set; set both or neither");
    assertThat(problems(Map.of(given, "x", missing, "y"))).isEmpty();
  }

  @Test
  void aWebIdentityNeedsItsFileAndItsRole(@TempDir Path folder) throws IOException {
    Path token = folder.resolve("token");
    Map<String, String> variables =
        Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString(), "AWS_ROLE_ARN", "arn:aws:iam::1:r");
    assertThat(problems(variables))
        .singleElement()
        .asString()
        .contains("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString());
    Files.createFile(token);
    assertThat(problems(variables)).isEmpty();
    assertThat(problems(Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString())))
        .singleElement()
        .asString()
        .startsWith("AWS_ROLE_ARN: is missing");
    assertThat(problems(Map.of("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/nowhere/token")))
        .singleElement()
        .asString()
        .startsWith("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: the file /nowhere/token");
  }

  @Test
  void aProfileExistsOrIsNamed() {
    assertThat(problems(Map.of("AWS_PROFILE", "known"))).isEmpty();
    assertThat(problems(Map.of("AWS_PROFILE", "other")))
        .singleElement()
        .asString()
        .contains("AWS_PROFILE", "'other'");
    assertThat(
            new AwsSettings(
                    Map.of("AWS_PROFILE", "any"),
                    _ -> {
                      throw new IllegalArgumentException("Expected an '=' sign on line 3");
                    })
                .problems())
        .containsExactly("AWS_PROFILE: Expected an '=' sign on line 3");
  }

  @Test
  void theDefaultRegionCountsWhereTheSdkHasNone() {
    assertThat(settings(Map.of("AWS_DEFAULT_REGION", "eu-central-1")).defaultRegion())
        .contains("eu-central-1");
    assertThat(
            settings(Map.of("AWS_DEFAULT_REGION", "eu-central-1", "AWS_REGION", "us-east-1"))
                .defaultRegion())
        .isEmpty();
    assertThat(settings(Map.of()).defaultRegion()).isEmpty();
    assertThat(problems(Map.of("AWS_REGION", "us east 1", "AWS_DEFAULT_REGION", "US")))
        .hasSize(2)
        .allMatch(problem -> problem.contains("is not the name of a region"));
  }

  private static java.util.List<String> problems(Map<String, String> environment) {
    return settings(environment).problems();
  }

  private static AwsSettings settings(Map<String, String> environment) {
    return new AwsSettings(environment, "known"::equals);
  }
}
