package example.ebs.provisioner.local;

import example.ebs.local.model.LocalDriver;
import example.ebs.provisioner.cluster.BoundClaim;
import example.ebs.provisioner.event.Events;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Tells people of local volumes that their node should have removed by now: what keeps it only its
 * log says, and nobody reads that unasked.
 */
final class OverdueRemovals {
  /** A node service that is replaced, and a directory of many files, are done by then. */
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(5);

  /** Events are forgotten after an hour. */
  private static final Duration REMINDER = Duration.ofMinutes(30);

  private final LocalDriver names;
  private final Events events;
  private final Clock clock;
  private final Map<ObjectKey, Instant> told = new ConcurrentHashMap<>();

  OverdueRemovals(LocalDriver names, Events events, Clock clock) {
    this.names = names;
    this.events = events;
    this.clock = clock;
  }

  /** Looks how long a volume, whose node is there, has been waiting for it. */
  Outcome look(PersistentVolume volume, LocalVolume local) {
    Optional<Instant> since = waitingSince(volume);
    if (since.isEmpty()) {
      return Outcome.done();
    }
    ObjectKey key = ObjectKey.of(volume);
    Instant next =
        Optional.ofNullable(told.get(key))
            .map(last -> last.plus(REMINDER))
            .orElse(since.get().plus(LONG_ENOUGH));
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      return Outcome.after(Duration.between(now, next));
    }
    tell(volume, local, since.get());
    told.put(key, now);
    return Outcome.after(REMINDER);
  }

  /** The volume is gone. */
  void forget(ObjectKey volume) {
    told.remove(volume);
  }

  /**
   * Since both its deletion was asked for and no claim has it; empty when the node is not asked.
   */
  private Optional<Instant> waitingSince(PersistentVolume volume) {
    boolean asked =
        volume.isMarkedForDeletion()
            && volume.getMetadata().getFinalizers().contains(names.finalizer())
            && (BoundClaim.isReleased(volume)
                || BoundClaim.isGivenUp(volume)
                || BoundClaim.of(volume).isEmpty());
    return Stream.of(
            Optional.ofNullable(volume.getMetadata().getDeletionTimestamp()),
            Optional.ofNullable(volume.getStatus())
                .flatMap(status -> Optional.ofNullable(status.getLastPhaseTransitionTime())))
        .flatMap(Optional::stream)
        .map(Instant::parse)
        .max(Instant::compareTo)
        .filter(_ -> asked);
  }

  private void tell(PersistentVolume volume, LocalVolume local, Instant since) {
    events.warning(
        volume,
        LocalReclaimReconciler.FAILED,
        RemovalByNode.objection(volume, names)
            .map(this::byHand)
            .orElseGet(
                () ->
                    "node %1$s has not removed it since it was released at %2$s (%3$s). The log of the node service there says why; its pod: kubectl get pods -A -l app.kubernetes.io/name=ebs,app.kubernetes.io/component=node --field-selector spec.nodeName=%1$s"
                        .formatted(local.node(), since, local.onDisk())));
  }

  private String byHand(String objection) {
    return "not removed by any node: %s. Look whose it is, remove its directory if nobody needs it, and then take finalizer %s away"
        .formatted(objection, names.finalizer());
  }
}
