package example.ebs.csi.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Backoff;
import example.ebs.csi.time.Pause;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a selection of objects until it is closed: lists them, then hears of each change, and
 * lists again where changes may have been missed. So nothing is lost however long the API server is
 * away.
 */
public final class ObjectWatch<T extends ClusterObject> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectWatch.class);

  /** A server that ends every watch at once must not be asked without end. */
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private static final Backoff AFTER_FAILURE = new Backoff(BETWEEN, 2, Duration.ofSeconds(30));

  /** What is told, by one thread. */
  public interface Listener<T> {
    /** These are all that there are. */
    void listed(List<T> all);

    /** This one is new, or has changed. */
    void changed(T object);

    /** This one is gone. */
    void removed(T object);
  }

  private final ApiServer server;
  private final ObjectSelection selection;
  private final ObjectReader<T> reader;
  private final Listener<T> listener;
  private final Pause pause;
  private final Thread thread;

  /** Up to where all is known; empty where it has to be listed. */
  private Optional<String> version = Optional.empty();

  private int failures;
  private String told = "";

  /** A watch that has not begun. */
  public ObjectWatch(
      ApiServer server,
      ObjectSelection selection,
      ObjectReader<T> reader,
      Listener<T> listener,
      Pause pause) {
    this.server = server;
    this.selection = selection;
    this.reader = reader;
    this.listener = listener;
    this.pause = pause;
    this.thread = Thread.ofVirtual().name("watch-" + selection.resource()).unstarted(this::follow);
  }

  /** Returns at once; the API server need not answer yet. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void follow() {
    try {
      while (true) {
        listAndWatch();
        pause.pause(failures == 0 ? BETWEEN : AFTER_FAILURE.delay(failures - 1));
      }
    } catch (Failure.Unavailable _) {
      LOG.debug("watch ends: interrupted, because it was closed");
    }
  }

  private void listAndWatch() {
    try {
      String since = version.isPresent() ? version.get() : list();
      var _ = server.get(selection.changesSince(since), this::events);
      wentWell();
    } catch (Failure.Unavailable unanswered) {
      // The server's own log line says so; what is known stays good, and is gone on from.
      failures++;
      LOG.debug("{}", unanswered.getMessage());
    } catch (Failure.OutOfRange expired) {
      listAgain(expired.getMessage());
    } catch (Failure refused) {
      listAgain(refused.getMessage());
      if (!told.equals(refused.getMessage())) {
        told = refused.getMessage();
        LOG.error("{}; trying again until that is allowed", told);
      }
    } catch (RuntimeException | Error defect) {
      listAgain("a defect");
      LOG.error("an event about {} could not be processed", selection.resource(), defect);
    }
  }

  private void wentWell() {
    failures = 0;
    told = "";
  }

  private void listAgain(String reason) {
    failures++;
    version = Optional.empty();
    LOG.debug("relisting {}: {}", selection.resource(), reason);
  }

  private String list() {
    ObjectList<T> list = server.get(selection.list(), body -> ObjectList.read(body, reader));
    listener.listed(list.items());
    version = Optional.of(list.resourceVersion());
    wentWell();
    return list.resourceVersion();
  }

  /** Hears of what changes until the server ends the watch; returns how much that was. */
  private int events(InputStream body) throws IOException {
    int heard = 0;
    try (JsonParser json = JsonObject.parser(body)) {
      Optional<ObjectEvent<T>> event = ObjectEvent.next(json, reader);
      while (event.isPresent()) {
        hear(event.get());
        heard++;
        wentWell();
        event = ObjectEvent.next(json, reader);
      }
    }
    return heard;
  }

  private void hear(ObjectEvent<T> event) {
    switch (event) {
      case ObjectEvent.Changed<T>(T object) -> {
        listener.changed(object);
        isKnownUpTo(object.version().resourceVersion());
      }
      case ObjectEvent.Removed<T>(T object) -> {
        listener.removed(object);
        isKnownUpTo(object.version().resourceVersion());
      }
      case ObjectEvent.Bookmark<T>(String upTo) -> isKnownUpTo(upTo);
      case ObjectEvent.Ended<T>(String reason) ->
          throw new Failure.OutOfRange("the API server ended the watch: " + reason);
    }
  }

  private void isKnownUpTo(String reached) {
    if (reached.isEmpty()) {
      throw new Failure.OutOfRange("the API server told of an object without its version");
    }
    version = Optional.of(reached);
  }
}
