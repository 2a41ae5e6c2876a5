package example.ebs.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.emulator.server.Ec2Endpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EmulatorHttpTest {
  @TempDir Path directory;
  private EmulatorConfig config;
  private Emulator emulator;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    config =
        EmulatorConfig.defaults(directory).withDevices(DeviceKind.NONE).withLatency(Latency.NONE);
    emulator = Emulator.start(config);
  }

  @AfterEach
  void stop() {
    http.close();
    emulator.close();
  }

  private HttpResponse<String> get(String query) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(emulator.endpoint() + "/?" + query)).build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder post(String body) {
    return HttpRequest.newBuilder(emulator.endpoint()).POST(BodyPublishers.ofString(body));
  }

  @Test
  void answersQueryStringsAndFormsInEc2sXml() throws IOException, InterruptedException {
    String query = "Action=DescribeVolumes&Version=2016-11-15&X-Amz-Signature=x";

    HttpResponse<String> got = get(query);
    HttpResponse<String> posted = http.send(post(query).build(), BodyHandlers.ofString());

    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.body())
        .matches(
            "<\\?xml version=\"1.0\" encoding=\"UTF-8\"\\?><DescribeVolumesResponse"
                + " xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>[0-9a-f-]{36}"
                + "</requestId><volumeSet></volumeSet></DescribeVolumesResponse>");
    assertThat(posted.statusCode()).isEqualTo(200);
  }

  @Test
  void atDebugEachRequestIsShownWithoutWhatAnInstanceIsToRun() throws Exception {
    try (LogLines log = LogLines.atDebug(Ec2Endpoint.class)) {
      var _ =
          get("Action=DescribeVolumes&Version=2016-11-15&VolumeId.1=x&X-Amz-Security-Token=secret");
      var _ = get("Action=RunInstances&Version=2016-11-15&UserData=secret");

      assertThat(log.told())
          .contains("request Action=DescribeVolumes Version=2016-11-15 VolumeId.1=x")
          .contains("request Action=RunInstances UserData=… Version=2016-11-15");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Action=Nothing&Version=2016-11-15,400,InvalidAction",
    "Version=2016-11-15,400,MissingParameter",
    "Action=DescribeVolumes,400,MissingParameter",
    "Action=DescribeVolumes&Version=2010-01-01,400,NoSuchVersion",
    "Action=DescribeVolumes&Version=2016-11-15&DryRun=true,412,DryRunOperation",
    "Action=DescribeVolumes&Version=2016-11-15&DryRun=maybe,400,InvalidParameterValue",
    "Action=DescribeVolumes&Version=2016-11-15&Filter.1.Name=%00&Filter.1.Value.1=x,400,InvalidParameterValue",
    "Action=DescribeVolumes&Action=DescribeVolumes,400,MalformedQueryString"
  })
  void refusesInEc2sXml(String query, int status, String code)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = get(query);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body())
        .contains("<Response><Errors><Error><Code>" + code + "</Code><Message>")
        .contains("</Message></Error></Errors><RequestID>");
  }

  @Test
  void refusesWhatIsNoRequest() throws IOException, InterruptedException {
    assertThat(http.send(post("Action=%zz").build(), BodyHandlers.ofString()).statusCode())
        .isEqualTo(400);
    HttpResponse<String> tooLarge =
        http.send(post("A".repeat(2 << 20)).build(), BodyHandlers.ofString());
    assertThat(tooLarge.statusCode()).isEqualTo(413);
    assertThat(tooLarge.headers().firstValue("Connection")).contains("close");
    assertThat(
            http.send(
                    HttpRequest.newBuilder(emulator.endpoint()).DELETE().build(),
                    BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(405);
    assertThat(
            http.send(
                    post("Action=DescribeVolumes").header("Origin", "http://evil.example").build(),
                    BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void twoEmulatorsCannotShareAStateDirectory() {
    assertThatThrownBy(() -> Emulator.start(config))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another emulator uses");
  }

  @Test
  void anotherEmulatorGoesOnAfterAClose() throws IOException, InterruptedException {
    String instance = emulator.runInstance("us-east-1c", "m5.large");
    emulator.close();
    emulator = Emulator.start(config);

    assertThat(get("Action=DescribeInstances&Version=2016-11-15").body()).contains(instance);
  }

  @Test
  void aFailedStartLeavesNothingHeld() throws IOException {
    emulator.close();
    EmulatorConfig taken = config.withPort(emulator.endpoint().getPort());
    try (Emulator first = Emulator.start(taken)) {
      EmulatorConfig second = taken.withZones(config.zones());
      EmulatorConfig elsewhere =
          new EmulatorConfig(
              second.bind(),
              first.endpoint().getPort(),
              directory.resolve("other"),
              directory.resolve("other-devices"),
              "us-east-1",
              config.zones(),
              Latency.NONE,
              DeviceKind.NONE,
              false);
      assertThatThrownBy(() -> Emulator.start(elsewhere)).isInstanceOf(IOException.class);
      Emulator.start(elsewhere.withPort(0)).close();
    }
    emulator = Emulator.start(config);
  }

  @Test
  void destroyLeavesNothing() throws IOException {
    emulator.runInstance("us-east-1a", "m5.large");

    assertThat(emulator.destroy()).isEmpty();
    assertThat(directory).doesNotExist();
  }
}
