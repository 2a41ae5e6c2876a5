package example.ebs.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import example.ebs.csi.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to an API server that the test plays, over TLS. */
final class ApiServerTest {
  private static final String TOKEN = "the-secret-token";
  private static final String PATH = "/api/v1/things/one";

  @TempDir private static Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private PlayedApiServer played;
  private ApiServer server;

  @BeforeEach
  void serve() throws IOException {
    played = new PlayedApiServer(folder, TOKEN);
    Files.writeString(folder.resolve("token"), TOKEN + "\n");
    server = new ApiServer(played.account(folder), clock());
  }

  @AfterEach
  void stop() {
    played.close();
  }

  @Test
  void theTokenIsReadForEveryRequestBecauseItIsReplaced() throws IOException {
    played.answer(PATH, 200, "hello");
    Files.writeString(folder.resolve("token"), "an-older-token");
    assertThatThrownBy(this::get).isInstanceOf(Failure.PreconditionFailed.class);

    Files.writeString(folder.resolve("token"), TOKEN);

    assertThat(get()).isEqualTo("hello");
  }

  @Test
  void theTokenIsNotTakenToWhereTheServerPoints() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    try (PlayedApiServer elsewhere = new PlayedApiServer(other, TOKEN)) {
      played.answer(PATH, exchange -> redirect(exchange, elsewhere.uri()));

      assertThatThrownBy(this::get).hasMessageContaining("302");
      assertThatThrownBy(() -> server.patch(Patch.merge(PATH, "patch things", "{}")))
          .hasMessageContaining("302");
      assertThat(elsewhere.asked()).isZero();
    }
  }

  @Test
  void whatIsNotAllowedSaysWhichRightIsMissing() {
    played.answer(PATH, 403, "{\"message\": \"policy says no\"}");

    assertThatThrownBy(this::get)
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("get things");
    assertThatThrownBy(() -> server.patch(Patch.merge(PATH, "patch things", "{}")))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("patch things")
        .hasMessageContaining("policy says no")
        .hasMessageNotContaining(TOKEN);
  }

  @Test
  void anObjectThatIsNotThereAndAVersionThatIsNotKnownAreTold() {
    assertThatThrownBy(this::get).isInstanceOf(Failure.NotFound.class);
    played.answer(PATH, 410, "");
    assertThatThrownBy(this::get).isInstanceOf(Failure.OutOfRange.class);
  }

  @Test
  void anAnswerThatNeverComesIsGivenUp() {
    CountDownLatch end = new CountDownLatch(1);
    played.answer(PATH, _ -> await(end));

    assertThatThrownBy(() -> get(Duration.ofMillis(50))).isInstanceOf(Failure.Unavailable.class);
    end.countDown();
  }

  @Test
  void anAnswerThatTricklesInForTooLongIsGivenUp() {
    played.answer(PATH, 200, "hello");
    assertThatThrownBy(
            () ->
                server.get(
                    new Question(PATH, "get things", Duration.ofMinutes(1)),
                    body -> {
                      now.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
                      return body.read();
                    }))
        .isInstanceOf(Failure.Unavailable.class)
        .hasMessageContaining("in time");
  }

  @Test
  void anAnswerThatBreaksOffIsNoAnswer() {
    played.answer(
        PATH,
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write("hel".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });

    assertThatThrownBy(this::get).isInstanceOf(Failure.Unavailable.class);
  }

  @Test
  void anAbsenceIsToldOnceAndItsEndOnce() {
    try (LogLines lines = new LogLines(Outage.class)) {
      played.answer(PATH, 503, "");
      assertThatThrownBy(this::get).isInstanceOf(Failure.Unavailable.class);
      played.answer(PATH, 429, "");
      assertThatThrownBy(this::get).isInstanceOf(Failure.Unavailable.class);
      assertThat(lines.told()).singleElement().asString().contains("does not answer");

      played.answer(PATH, 200, "hello");
      assertThat(get()).isEqualTo("hello");
      assertThat(get()).isEqualTo("hello");

      assertThat(lines.told()).hasSize(2).last().asString().contains("again");
    }
  }

  @Test
  void aPatchIsSentAsWhatItIs() {
    List<String> received = new ArrayList<>();
    played.answer(
        PATH,
        exchange -> {
          received.add(exchange.getRequestMethod());
          received.add(exchange.getRequestHeaders().getFirst("Content-Type"));
          received.add(text(exchange.getRequestBody()));
          PlayedApiServer.reply(exchange, 200, "{}");
        });

    server.patch(Patch.operations(PATH, "patch things", "[1]"));
    server.patch(Patch.merge(PATH, "patch things", "{}"));

    assertThat(received)
        .containsExactly(
            "PATCH",
            "application/json-patch+json",
            "[1]",
            "PATCH",
            "application/merge-patch+json",
            "{}");
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 422})
  void aPatchThatNoLongerFitsIsToBeMadeAnew(int status) {
    played.answer(PATH, status, "");

    assertThatThrownBy(() -> server.patch(Patch.operations(PATH, "patch things", "[]")))
        .isInstanceOf(Failure.InProgress.class);
  }

  @Test
  void whatAPatchIsAnsweredWithIsNotKept() {
    played.answer(PATH, 200, "x".repeat(1 << 20));
    server.patch(Patch.merge(PATH, "patch things", "{}"));

    played.answer(PATH, 403, "x".repeat(1 << 20));
    assertThatThrownBy(() -> server.patch(Patch.merge(PATH, "patch things", "{}")))
        .isInstanceOf(Failure.Unavailable.class);
  }

  @Test
  void aPatchThatFindsNobodyMayHaveHappened() {
    played.close();

    assertThatThrownBy(() -> server.patch(Patch.merge(PATH, "patch things", "{}")))
        .isInstanceOf(Failure.Unavailable.class)
        .hasMessageContaining(played.uri().toString());
  }

  @Test
  void aTokenIsNeverShown() {
    assertThat(new BearerToken("a-secret").toString()).doesNotContain("a-secret");
  }

  private String get() {
    return get(Duration.ofSeconds(20));
  }

  private String get(Duration limit) {
    return server.get(new Question(PATH, "get things", limit), ApiServerTest::text);
  }

  private static String text(InputStream body) throws IOException {
    return new String(body.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void redirect(HttpExchange exchange, URI to) throws IOException {
    exchange.getResponseHeaders().add("Location", to.resolve(PATH).toString());
    PlayedApiServer.reply(exchange, 302, "");
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Clock clock() {
    InstantSource source = now::get;
    return source.withZone(ZoneOffset.UTC);
  }
}
