package example.ebs.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import example.ebs.csi.time.SteppedPause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Following objects of an API server that the test plays, and that breaks as real ones do. */
final class ObjectWatchTest {
  private static final String TOKEN = "the-secret-token";

  @TempDir private static Path folder;
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final SteppedPause pause = new SteppedPause();
  private final PlayedWatch things = new PlayedWatch();
  private PlayedApiServer played;
  private ObjectWatch<Thing> watch;

  private record Thing(ObjectVersion version) implements ClusterObject {}

  @BeforeEach
  void serve() throws IOException {
    played = new PlayedApiServer(folder, TOKEN);
    played.answer("/things", things);
    Files.writeString(folder.resolve("token"), TOKEN);
    watch =
        new ObjectWatch<>(
            new ApiServer(played.account(folder), Clock.systemUTC()),
            new ObjectSelection("/things", "things", "labelSelector", "ebs.example/node=a"),
            ObjectWatchTest::thing,
            new Recorder(),
            pause);
  }

  @AfterEach
  void stop() {
    watch.close();
    things.end();
    played.close();
  }

  @Test
  void whatIsThereIsListedAndThenEachChangeIsHeard() throws InterruptedException {
    things.list(list("7", object("a", "3"), object("b", "5")));
    watch.start();

    assertThat(things.asked()).isEqualTo("labelSelector=ebs.example/node=a");
    assertThat(heard()).isEqualTo("listed a b");
    assertThat(things.asked()).contains("watch=true", "timeoutSeconds=180", "resourceVersion=7");

    things.send(event("ADDED", object("c", "8")));
    assertThat(heard()).isEqualTo("changed c");
    things.send(event("MODIFIED", object("a", "9")) + event("DELETED", object("b", "10")));
    assertThat(heard()).isEqualTo("changed a");
    assertThat(heard()).isEqualTo("removed b");
  }

  @Test
  void aWatchThatHasEndedGoesOnFromTheLastThatWasHeard() throws InterruptedException {
    begin();
    things.send(event("MODIFIED", object("a", "9")));
    things.end();
    assertThat(pause.begun()).isEqualTo(Duration.ofSeconds(1));
    pause.end();
    assertThat(things.asked()).contains("resourceVersion=9");

    things.send(event("BOOKMARK", object("", "20")));
    things.end();
    assertThat(pause.begun()).isEqualTo(Duration.ofSeconds(1));
    pause.end();

    assertThat(things.asked()).contains("resourceVersion=20");
  }

  @Test
  void aWatchThatBreaksWithinALineGoesOnFromTheLineBefore() throws InterruptedException {
    begin();
    things.send(event("MODIFIED", object("a", "9")));
    assertThat(heard()).isEqualTo("changed a");
    things.send(event("MODIFIED", object("a", "10")).substring(0, 40));
    things.end();
    pause.begun();
    pause.end();

    assertThat(things.asked()).contains("resourceVersion=9");
    assertThat(heard).isEmpty();
  }

  @Test
  void aVersionThatIsTooOldHasEverythingListedAgain() throws InterruptedException {
    begin();
    things.list(list("30", object("b", "29")));
    things.send(
        """
        {"type": "ERROR", "object": {"kind": "Status", "code": 410, "message": "too old"}}
        """);
    pause.begun();
    things.end();
    pause.end();

    assertThat(things.asked()).doesNotContain("watch");
    assertThat(heard()).isEqualTo("listed b");
    assertThat(things.asked()).contains("resourceVersion=30");
  }

  @Test
  void aVersionThatIsRefusedHasEverythingListedAgain() throws InterruptedException {
    begin();
    things.refuse(410);
    things.end();
    pause.begun();
    pause.end();
    assertThat(things.asked()).contains("watch");
    pause.begun();
    things.refuse(0);
    pause.end();

    assertThat(things.asked()).doesNotContain("watch");
    assertThat(heard()).isEqualTo("listed a");
  }

  @Test
  void aListThatBreaksOffIsNotTakenForTheWhole() throws InterruptedException {
    String whole = list("7", object("a", "3"), object("b", "5"));
    things.list(whole.substring(0, whole.length() - 20));
    watch.start();
    pause.begun();
    assertThat(heard).isEmpty();
    things.list(
        "{\"metadata\": {\"resourceVersion\": \"7\", \"continue\": \"more\"}, \"items\": []}");
    pause.end();
    pause.begun();
    assertThat(heard).isEmpty();

    things.list(whole);
    pause.end();

    assertThat(heard()).isEqualTo("listed a b");
  }

  @Test
  void aServerThatIsAwayForLongIsAskedEverMoreSeldomAndNothingIsLost() throws InterruptedException {
    begin();
    things.refuse(503);
    things.end();
    pause.begun();
    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      pause.end();
      assertThat(things.asked()).contains("resourceVersion=7");
      assertThat(pause.begun()).isEqualTo(Duration.ofSeconds(seconds));
    }
    things.refuse(0);
    things.send(event("DELETED", object("a", "99")));
    pause.end();

    assertThat(heard()).isEqualTo("removed a");
  }

  @Test
  void aMissingRightIsToldOnceAndTriedAgain() throws InterruptedException {
    try (LogLines lines = new LogLines(ObjectWatch.class)) {
      things.refuse(403);
      watch.start();
      pause.begun();
      pause.end();
      pause.begun();
      assertThat(lines.told()).singleElement().asString().contains("list things");

      things.refuse(0);
      things.list(list("7", object("a", "3")));
      pause.end();

      assertThat(heard()).isEqualTo("listed a");
    }
  }

  @Test
  void whatIsNoWatchIsNotBelieved() throws InterruptedException {
    begin();
    things.send("{\"object\": {}, \"type\": \"DELETED\"}");
    pause.begun();

    assertThat(heard).isEmpty();
  }

  private void begin() throws InterruptedException {
    things.list(list("7", object("a", "3")));
    watch.start();
    assertThat(things.asked()).doesNotContain("watch");
    assertThat(heard()).isEqualTo("listed a");
    assertThat(things.asked()).contains("resourceVersion=7");
  }

  private String heard() throws InterruptedException {
    return Optional.ofNullable(heard.poll(30, TimeUnit.SECONDS)).orElse("nothing");
  }

  private static String list(String version, String... objects) {
    return """
        {"kind": "ThingList", "metadata": {"resourceVersion": "%s"}, "items": [%s]}
        """
        .formatted(version, String.join(",", objects));
  }

  private static String object(String name, String version) {
    return """
        {"metadata": {"name": "%s", "resourceVersion": "%s", "managedFields": [{"a": [1]}]}}\
        """
        .formatted(name, version);
  }

  private static String event(String type, String object) {
    return "{\"type\":\"%s\",\"object\":%s}\n".formatted(type, object);
  }

  private static Thing thing(JsonParser json) throws IOException {
    Map<String, String> fields = new HashMap<>();
    JsonObject.fields(json, (_, metadata) -> fields.putAll(JsonObject.texts(metadata)));
    return new Thing(
        new ObjectVersion(
            fields.getOrDefault("name", ""), "", fields.getOrDefault("resourceVersion", "")));
  }

  private final class Recorder implements ObjectWatch.Listener<Thing> {
    @Override
    public void listed(List<Thing> all) {
      heard.add(
          "listed " + String.join(" ", all.stream().map(each -> each.version().name()).toList()));
    }

    @Override
    public void changed(Thing object) {
      heard.add("changed " + object.version().name());
    }

    @Override
    public void removed(Thing object) {
      heard.add("removed " + object.version().name());
    }
  }
}
