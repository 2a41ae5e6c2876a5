package example.ebs.local.release;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.kubernetes.ObjectWatch;
import example.ebs.csi.time.Backoff;
import example.ebs.csi.time.Pause;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Releases the PersistentVolumes of which it hears, each on a thread of its own and tried again
 * until it is done: what is mounted still, or an API server that is away, is waited for.
 */
public final class ReleaseLoop implements ObjectWatch.Listener<VolumeObject>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReleaseLoop.class);

  /** The disk is there for the pods. */
  private static final int AT_ONCE = 4;

  /** Longer than a removal goes on before it has itself called again; what hangs gives its turn. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofSeconds(1), 1.5, Duration.ofSeconds(30));

  private final VolumeRelease release;
  private final Pause pause;
  private final Duration patience;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final Map<String, Thread> busy = new HashMap<>();
  private final Set<String> changedMeanwhile = new HashSet<>();
  private final Set<String> refused = new HashSet<>();
  private boolean closed;

  /** A loop that hears of nothing yet. */
  public ReleaseLoop(VolumeRelease release, Pause pause) {
    this(release, pause, PATIENCE);
  }

  ReleaseLoop(VolumeRelease release, Pause pause, Duration patience) {
    this.release = release;
    this.pause = pause;
    this.patience = patience;
  }

  @Override
  public void listed(List<VolumeObject> all) {
    all.forEach(this::changed);
  }

  @Override
  public void changed(VolumeObject object) {
    switch (release.decide(object)) {
      case ReleaseDecision.Remove _, ReleaseDecision.Keep _ -> begin(object.name());
      case ReleaseDecision.Refuse refuse -> tell(object, refuse.reason());
      case ReleaseDecision.Nothing _ -> {}
    }
  }

  /** Whoever works on it will find that it is gone. */
  @Override
  public synchronized void removed(VolumeObject object) {
    refused.remove(object.version().uid());
  }

  /** Breaks off what is under way; it is gone on with at the next start. */
  @Override
  public synchronized void close() {
    closed = true;
    busy.values().forEach(Thread::interrupt);
  }

  private synchronized void tell(VolumeObject object, String reason) {
    if (refused.add(object.version().uid())) {
      LOG.error(
          "PersistentVolume {} was not released: {}. Nothing was removed; find out whose it is, then remove its finalizer by hand",
          object.name(),
          reason);
    }
  }

  private synchronized void begin(String name) {
    if (closed) {
      return;
    }
    if (busy.containsKey(name)) {
      changedMeanwhile.add(name);
      return;
    }
    busy.put(name, Thread.ofVirtual().name("release-" + name).start(() -> work(name)));
  }

  private void work(String name) {
    try {
      do {
        untilDone(name);
      } while (isToBeLookedAtAgain(name));
    } catch (Failure.Unavailable _) {
      LOG.debug("release of {} is broken off, because it was closed", name);
    }
  }

  private synchronized boolean isToBeLookedAtAgain(String name) {
    if (changedMeanwhile.remove(name)) {
      return true;
    }
    busy.remove(name);
    return false;
  }

  private void untilDone(String name) {
    String told = "";
    for (int attempt = 0; ; attempt++) {
      String reason = attempt(name);
      if (reason.isEmpty()) {
        return;
      }
      if (!reason.equals(told) && !Thread.currentThread().isInterrupted()) {
        LOG.atWarn().addKeyValue("volume", name).log("not released yet: {}", reason);
        told = reason;
      }
      pause.pause(BACKOFF.delay(attempt));
    }
  }

  /** Returns why it is to be tried again, or nothing. */
  private String attempt(String name) {
    FutureTask<String> attempt = new FutureTask<>(() -> released(name));
    turns.acquireUninterruptibly();
    try {
      // A disk may hang, and would keep the carrier of a virtual thread.
      Thread.ofPlatform().daemon().name("release of " + name).start(attempt);
      Optional<String> ended = ended(attempt, patience);
      if (ended.isPresent()) {
        return ended.get();
      }
    } finally {
      turns.release();
    }
    LOG.atWarn()
        .addKeyValue("volume", name)
        .log("the release has not ended within {} and may hang; others go on", patience);
    return ended(attempt, FOR_EVER).orElse("it hangs");
  }

  private static Optional<String> ended(FutureTask<String> attempt, Duration longest) {
    try {
      return Optional.of(attempt.get(longest.toSeconds(), TimeUnit.SECONDS));
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      attempt.cancel(true);
      Thread.currentThread().interrupt();
      throw new Failure.Unavailable("stopped while a volume was released", interrupted);
    } catch (ExecutionException error) {
      throw new IllegalStateException(error);
    }
  }

  private String released(String name) {
    try {
      release.release(name);
      return "";
    } catch (Failure failed) {
      return failed.getMessage();
    } catch (RuntimeException | Error defect) {
      LOG.error("a defect in the release of {}", name, defect);
      return "a defect";
    }
  }
}
