package example.ebs.provisioner.event;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.Plural;
import example.ebs.csi.time.Pause;
import example.ebs.csi.time.Waiting;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events to the API server, one after the other on a thread of its own, so that no work
 * waits for them. What is said of an object for the same reason is one Event with a count and the
 * last words. When more come than can be written, or than an object may have, the newest are lost.
 */
public final class KubernetesEvents implements Events, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesEvents.class);
  private static final int MOST_WAITING = 1000;
  private static final int MOST_REMEMBERED = 500;

  /** Events never compete with the work that they tell of. */
  private static final Duration PACE = Duration.ofMillis(50);

  /** When the process ends; two of the same instant would have the same name. */
  private static final Duration LAST_PACE = Duration.ofMillis(2);

  private static final int LONGEST_MESSAGE = 1024;
  private static final int LONGEST_NAME = 253;
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final KubernetesClient client;
  private final String driver;
  private final String host;
  private final Clock clock;
  private final Pause pause;
  private final BlockingQueue<Said> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final SequencedMap<Topic, Written> written = new LinkedHashMap<>();
  private final EventLimit limit;
  private final Thread writer;
  private volatile boolean closing;

  /**
   * Starts the thread.
   *
   * @param driver under whose name events appear
   * @param host which of the replicas says it
   */
  public KubernetesEvents(KubernetesClient client, String driver, String host, Waiting time) {
    this.client = client;
    this.driver = driver;
    this.host = host;
    this.clock = time.clock();
    this.pause = time.pause();
    this.limit = new EventLimit(time.clock());
    this.writer = Thread.ofVirtual().name("events").start(this::write);
  }

  @Override
  public void normal(HasMetadata about, String reason, String message) {
    say(about, "Normal", reason, message);
  }

  @Override
  public void warning(HasMetadata about, String reason, String message) {
    say(about, "Warning", reason, message);
  }

  private void say(HasMetadata about, String type, String reason, String message) {
    if (closing) {
      return;
    }
    String text =
        message.length() > LONGEST_MESSAGE
            ? message.substring(0, LONGEST_MESSAGE - 1) + "…"
            : message;
    if (!waiting.offer(new Said(Subject.of(about), type, reason, text))) {
      LOG.atWarn().addKeyValue("reason", reason).log("too many events at once; one is lost");
    }
  }

  private void write() {
    try {
      while (true) {
        Said said = waiting.take();
        if (said.equals(Said.NOTHING_MORE)) {
          return;
        }
        pause.pause(closing ? LAST_PACE : PACE);
        try {
          write(said);
        } catch (RuntimeException | Error refused) {
          LOG.atWarn()
              .addKeyValue("reason", said.reason())
              .log("event not written: {}", refused.getMessage());
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (Failure.Unavailable stopped) {
      LOG.debug("no more events are written: {}", stopped.getMessage());
    }
  }

  private void write(Said said) {
    if (!limit.allows(said.subject())) {
      LOG.atDebug().addKeyValue("reason", said.reason()).log("too many events of an object");
      return;
    }
    Optional<Written> before = Optional.ofNullable(written.remove(said.topic()));
    Written now = before.flatMap(earlier -> counted(said, earlier)).orElseGet(() -> created(said));
    written.put(said.topic(), now);
    if (written.size() > MOST_REMEMBERED) {
      written.pollFirstEntry();
    }
  }

  /** Empty when the API server has forgotten the event, as it does after an hour. */
  private Optional<Written> counted(Said said, Written before) {
    Written now = new Written(before.name(), before.count() + 1);
    String patch =
        Serialization.asJson(
            Map.of("count", now.count(), "lastTimestamp", timestamp(), "message", said.message()));
    try {
      // By the object and not by its name: then the client does not read it first.
      client.resource(named(said, before)).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
      return Optional.of(now);
    } catch (KubernetesClientException gone) {
      if (gone.getCode() == 404) {
        return Optional.empty();
      }
      throw gone;
    }
  }

  private static Event named(Said said, Written before) {
    return new EventBuilder()
        .withNewMetadata()
        .withName(before.name())
        .withNamespace(said.subject().eventNamespace())
        .endMetadata()
        .build();
  }

  private Written created(Said said) {
    Instant now = clock.instant();
    String unique = Long.toHexString(now.getEpochSecond() * 1_000_000_000L + now.getNano());
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withName(said.subject().shortened(LONGEST_NAME - unique.length() - 1) + "." + unique)
            .withNamespace(said.subject().eventNamespace())
            .endMetadata()
            .withInvolvedObject(said.subject().reference())
            .withType(said.type())
            .withReason(said.reason())
            .withMessage(said.message())
            .withCount(1)
            .withFirstTimestamp(timestamp())
            .withLastTimestamp(timestamp())
            .withNewSource(driver, host)
            .withReportingComponent(driver)
            .withReportingInstance(host)
            .build();
    client.resource(event).create();
    return new Written(event.getMetadata().getName(), 1);
  }

  private String timestamp() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Takes no more, and writes what waits within 5 s; what is not written by then is lost. */
  @Override
  public void close() {
    closing = true;
    while (!waiting.offer(Said.NOTHING_MORE)) {
      waiting.poll();
    }
    try {
      if (!writer.join(LONGEST_CLOSE)) {
        LOG.warn(
            "not written, as the API server does not answer: {}",
            Plural.of(waiting.size(), "event"));
        writer.interrupt();
      }
    } catch (InterruptedException _) {
      writer.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private record Said(Subject subject, String type, String reason, String message) {
    /** The last in the queue of one that is closing. */
    static final Said NOTHING_MORE = new Said(new Subject("", "", "", "", ""), "", "", "");

    Topic topic() {
      return new Topic(subject, type, reason);
    }
  }

  /** What is one Event, of which the last words are shown: a text may name what changes. */
  private record Topic(Subject subject, String type, String reason) {}

  private record Written(String name, int count) {}
}
