package example.ebs.local.release;

import com.google.protobuf.Message;
import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.kubernetes.ObjectWatch;
import example.ebs.csi.time.Backoff;
import example.ebs.local.LocalVolumes;
import example.ebs.local.model.LocalVolumeId;
import example.ebs.proto.csi.NodePublishVolumeRequest;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes on each PersistentVolume of this node by what its size is enforced: when it is first
 * published, and at a start for those for which an earlier process did not come to it.
 */
public final class EnforcementNotes
    implements ObjectWatch.Listener<VolumeObject>, CallEnd.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EnforcementNotes.class);
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(1));

  private final KnownVolumes known;
  private final VolumeObjects objects;
  private final LocalVolumes volumes;
  private final BlockingQueue<String> toNote = new LinkedBlockingQueue<>();
  private final Thread thread;

  /**
   * Notes that are not written yet.
   *
   * @param known is told of everything before this is
   */
  public EnforcementNotes(KnownVolumes known, VolumeObjects objects, LocalVolumes volumes) {
    this.known = known;
    this.objects = objects;
    this.volumes = volumes;
    // Records are read from disks, which may hang.
    this.thread = Thread.ofPlatform().daemon().name("enforcement-notes").unstarted(this::work);
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  @Override
  public void listed(List<VolumeObject> all) {
    all.forEach(this::changed);
  }

  @Override
  public void changed(VolumeObject object) {
    toNote.add(object.source().handle());
  }

  @Override
  public void removed(VolumeObject object) {}

  /** Hears of every call; a publish that went well made the directory, if there was none. */
  @Override
  public void ended(CallEnd call) {
    if (call.succeeded()) {
      call.request().ifPresent(this::heard);
    }
  }

  private void heard(Message request) {
    if (request instanceof NodePublishVolumeRequest publish) {
      toNote.add(publish.getVolumeId());
    }
  }

  /** What cannot be noted yet is tried again beside all others: one disk that hangs keeps none. */
  private void work() {
    Set<String> left = new LinkedHashSet<>();
    int rounds = 0;
    try {
      while (true) {
        rounds = left.isEmpty() ? 0 : rounds + 1;
        next(rounds).ifPresent(left::add);
        toNote.drainTo(left);
        left.removeIf(this::attempt);
      }
    } catch (InterruptedException _) {
      LOG.debug("notes end: interrupted, because they are closed");
    }
  }

  /** Waits for it as long as it takes, or only until something is to be tried again. */
  private Optional<String> next(int rounds) throws InterruptedException {
    return rounds == 0
        ? Optional.of(toNote.take())
        : Optional.ofNullable(
            toNote.poll(BACKOFF.delay(rounds - 1).toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Whether there is nothing left to do; a note that nobody may write is only for people. */
  private boolean attempt(String handle) {
    try {
      known.find(handle).ifPresent(this::note);
      return true;
    } catch (Failure.Unavailable | Failure.InProgress unanswered) {
      LOG.debug("{}", unanswered.getMessage());
      return false;
    } catch (RuntimeException | Error failed) {
      LOG.warn("how {} is limited cannot be noted: {}", handle, failed.getMessage());
      return true;
    }
  }

  private void note(VolumeObject object) {
    Optional<String> by = volumes.enforcedBy(LocalVolumeId.ofVolume(object.name()));
    String annotation = known.here().driver().enforcedByAnnotation();
    Optional<String> noted = Optional.ofNullable(object.marks().annotations().get(annotation));
    if (by.isPresent() && !by.equals(noted)) {
      objects.annotate(object.name(), annotation, by.get());
    }
  }
}
