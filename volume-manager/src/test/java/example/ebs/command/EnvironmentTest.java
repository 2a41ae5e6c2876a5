package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process makes of the variables it was started with. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EnvironmentTest {
  @TempDir private Path folder;

  @Test
  void everyVariableThatCannotWorkIsNamedAtOnceAndNothingIsBegun() throws Exception {
    Ended ended =
        run(
            Map.of(
                "AWS_ENDPOINT_URL_EC2", "",
                "AWS_ENDPOINT_URL", "ec2.local:4580",
                "HTTPS_PROXY", "user:word@proxy:3128",
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_PROFILE", "nowhere",
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
                "AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere/token",
                "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/ebs"),
            "controller",
            "--endpoint",
            "unix://" + folder.resolve("csi.sock"));
    assertThat(ended.code()).as(ended.output()).isEqualTo(2);
    assertThat(ended.output())
        .contains("ebs controller: AWS_ENDPOINT_URL_EC2: is empty")
        .contains("AWS_ENDPOINT_URL: 'ec2.local:4580' is not an address")
        .contains("HTTPS_PROXY: '***@proxy:3128' is not an address")
        .contains("AWS_SECRET_ACCESS_KEY: is missing")
        .contains("AWS_PROFILE: there is no profile 'nowhere'")
        .contains("AWS_WEB_IDENTITY_TOKEN_FILE: the file /nowhere/token")
        .doesNotContain("\tat ", "AKIDEXAMPLE", "word");
  }

  @Test
  void withoutARegionNothingIsBegun() throws Exception {
    Ended ended =
        run(
            Map.of(
                "AWS_REGION", "",
                "AWS_DEFAULT_REGION", "",
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
                "AWS_EC2_METADATA_DISABLED", "true"),
            "controller",
            "--endpoint",
            "unix://" + folder.resolve("csi.sock"));
    assertThat(ended.code()).as(ended.output()).isEqualTo(2);
    assertThat(ended.output())
        .startsWith("ebs controller: AWS_REGION: is missing")
        .contains("AWS_DEFAULT_REGION");
  }

  private record Ended(int code, String output) {}

  private Ended run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Ebs.class.getName()));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    ProcessBuilder process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    process.environment().putAll(environment);
    int code = process.start().waitFor();
    return new Ended(code, Files.readString(output));
  }
}
