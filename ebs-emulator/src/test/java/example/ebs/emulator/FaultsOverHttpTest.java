package example.ebs.emulator;

import static org.assertj.core.api.Assertions.assertThat;

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

final class FaultsOverHttpTest {
  private static final String CREATE =
      "/?Action=CreateVolume&Version=2016-11-15&Size=1&AvailabilityZone=us-east-1a";
  private static final String DESCRIBE = "/?Action=DescribeVolumes&Version=2016-11-15";

  @TempDir Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private Emulator emulator;

  @BeforeEach
  void start() throws IOException {
    emulator =
        Emulator.start(
            EmulatorConfig.defaults(directory)
                .withDevices(DeviceKind.NONE)
                .withLatency(Latency.NONE));
  }

  @AfterEach
  void stop() {
    http.close();
    emulator.close();
  }

  @Test
  void aZoneIsFullUntilItIsNot() throws Exception {
    assertThat(order("{\"kind\":\"zoneFull\",\"zone\":\"us-east-1a\",\"full\":true}").statusCode())
        .isEqualTo(200);
    assertThat(get(CREATE).body()).contains("InsufficientVolumeCapacity");

    order("{\"kind\":\"zoneFull\",\"zone\":\"us-east-1a\",\"full\":false}");
    assertThat(get(CREATE).statusCode()).isEqualTo(200);
  }

  @Test
  void asManyRequestsFailAsWereAskedFor() throws Exception {
    order("{\"kind\":\"fail\",\"action\":\"DescribeVolumes\",\"code\":\"Oh\",\"times\":2}");

    assertThat(get(DESCRIBE).body()).contains("<Code>Oh</Code>");
    assertThat(get(DESCRIBE).statusCode()).isEqualTo(400);
    assertThat(get(DESCRIBE).statusCode()).isEqualTo(200);
  }

  @Test
  void clearingTakesEveryFaultBack() throws Exception {
    order("{\"kind\":\"fail\",\"action\":\"DescribeVolumes\",\"code\":\"Oh\",\"times\":9}");
    order("{\"kind\":\"zoneFull\",\"zone\":\"us-east-1a\",\"full\":true}");
    send(HttpRequest.newBuilder(uri("/emulator/faults")).DELETE());

    assertThat(get(DESCRIBE).statusCode()).isEqualTo(200);
    assertThat(get(CREATE).statusCode()).isEqualTo(200);
  }

  @Test
  void onlyRequestsThatMentionTheTextMeetItsFaults() throws Exception {
    order("{\"kind\":\"fail\",\"action\":\"CreateVolume\",\"code\":\"Oh\",\"mentioning\":\"st1\"}");
    assertThat(get(CREATE).statusCode()).isEqualTo(200);
    assertThat(get(CREATE + "&VolumeType=st1").body()).contains("<Code>Oh</Code>");

    order("{\"kind\":\"zoneFull\",\"zone\":\"us-east-1a\",\"full\":true,\"mentioning\":\"gp2\"}");
    assertThat(get(CREATE).statusCode()).isEqualTo(200);
    assertThat(get(CREATE + "&VolumeType=gp2").body()).contains("InsufficientVolumeCapacity");
  }

  @Test
  void clearingWhatMentionsATextLeavesTheOthers() throws Exception {
    order("{\"kind\":\"fail\",\"action\":\"CreateVolume\",\"code\":\"Oh\",\"mentioning\":\"st1\"}");
    order("{\"kind\":\"zoneFull\",\"zone\":\"us-east-1a\",\"full\":true,\"mentioning\":\"gp2\"}");
    send(HttpRequest.newBuilder(uri("/emulator/faults?mentioning=gp2")).DELETE());

    assertThat(get(CREATE + "&VolumeType=gp2").statusCode()).isEqualTo(200);
    assertThat(get(CREATE + "&VolumeType=st1").body()).contains("<Code>Oh</Code>");
  }

  @Test
  void aRequestWithADelayedReplyIsCarriedOutAtOnce() throws Exception {
    order("{\"kind\":\"delayReply\",\"action\":\"CreateVolume\",\"ms\":600000}");
    var _ =
        http.sendAsync(
            HttpRequest.newBuilder(uri(CREATE)).build(), HttpResponse.BodyHandlers.ofString());

    while (!get(DESCRIBE).body().contains("<volumeId>")) {
      Thread.onSpinWait();
    }
    http.shutdownNow();
  }

  @Test
  void countsWhatWasAskedForHoweverItEnded() throws Exception {
    order("{\"kind\":\"fail\",\"action\":\"DescribeVolumes\",\"code\":\"Oh\"}");
    get(DESCRIBE);
    get(DESCRIBE);
    get(CREATE);
    get("/?Action=Nonsense&Version=2016-11-15");

    assertThat(get("/emulator/counts").body())
        .isEqualTo(
            "{\"calls\":{\"CreateVolume\":1,\"DescribeVolumes\":2},\"waitMs\":{\"CREATE_VOLUME\":0}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|wanted kind to be a text, and found nothing",
        "[]|wanted kind to be a text",
        "{|wanted a JSON object",
        "{\"kind\":\"flood\"}|wanted kind to be one of [delay, delayReply, fail, loseReply, zoneFull], and found",
        "{\"kind\":\"delay\"}|wanted action to be a text, and found nothing",
        "{\"kind\":\"delay\",\"action\":\"A\",\"ms\":0}|wanted ms to be a number from 1 to 2147483647, and found 0",
        "{\"kind\":\"delay\",\"action\":\"A\",\"ms\":99999999999}|wanted ms to be a number from 1 to 2147483647, and found 99999999999",
        "{\"kind\":\"fail\",\"action\":\"DetachVolumes\",\"code\":\"Oh\"}|wanted action to be one of [AttachVolume, ",
        "{\"kind\":\"delay\",\"action\":\"detachvolume\"}|wanted action to be one of [AttachVolume, ",
        "{\"kind\":\"delayReply\",\"action\":\"Nope\"}|, and found Nope",
        "{\"kind\":\"loseReply\",\"action\":\"\"}|wanted action to be one of [",
        "{\"kind\":\"zoneFull\",\"zone\":\"us-east-1d\",\"full\":true}|wanted zone to be one of [us-east-1a, us-east-1b, us-east-1c], and found us-east-1d",
        "{\"kind\":\"zoneFull\",\"zone\":\"z\",\"full\":1}|wanted full to be true or false, and found 1",
        "{\"kind\":\"loseReply\",\"action\":\"A\",\"ms\":1}|loseReply takes [action, kind, mentioning, times], and was also given [ms]",
        "{\"kind\":\"loseReply\",\"action\":\"A\",\"mentioning\":1}|wanted mentioning to be a text, and found 1"
      })
  void anOrderThatIsNotUnderstoodIsRefused(String body, String message) throws Exception {
    HttpResponse<String> answer = order(body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body().replace("\\\"", "\"")).contains(message);
  }

  @Test
  void webPagesAndOtherPathsAreRefused() throws Exception {
    HttpRequest.Builder page =
        HttpRequest.newBuilder(uri("/emulator/faults"))
            .header("Origin", "http://evil.example")
            .DELETE();

    assertThat(send(page).statusCode()).isEqualTo(403);
    assertThat(get("/emulator/other").statusCode()).isEqualTo(404);
    assertThat(get("/emulator/other").body()).contains("there are POST and DELETE");
  }

  private HttpResponse<String> order(String body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri("/emulator/faults")).POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(emulator.endpoint() + path);
  }
}
