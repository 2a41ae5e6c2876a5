package example.ebs.provisioner.local;

import example.ebs.provisioner.cluster.BoundClaim;
import example.ebs.provisioner.cluster.Cluster;
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

/**
 * Tells people of local volumes whose node has been gone so long that it may not come back, and
 * does nothing else about them: what is on its disk nobody knows.
 *
 * <p>How long is remembered in memory: a restart begins anew, which is the safe side.
 */
final class LostNodes {
  /** A machine that is replaced, or whose name was registered again, is back by then. */
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(5);

  /** Events are forgotten after an hour. */
  private static final Duration REMINDER = Duration.ofMinutes(30);

  private static final String REASON = "LocalVolumeNodeGone";

  private final Cluster cluster;
  private final Events events;
  private final Clock clock;

  /** Since when the node of a volume has been missing. */
  private final Map<ObjectKey, Instant> missing = new ConcurrentHashMap<>();

  LostNodes(Cluster cluster, Events events, Clock clock) {
    this.cluster = cluster;
    this.events = events;
    this.clock = clock;
  }

  /** Looks whether the volume's node is there; empty when it is. */
  Optional<Outcome> look(PersistentVolume volume, LocalVolume local) {
    ObjectKey key = ObjectKey.of(volume);
    if (cluster.nodes().find(ObjectKey.of(local.node())).isPresent()) {
      missing.remove(key);
      return Optional.empty();
    }
    Instant now = clock.instant();
    Instant since = missing.computeIfAbsent(key, _ -> now);
    Duration left = Duration.between(now, since.plus(LONG_ENOUGH));
    if (left.isPositive()) {
      return Optional.of(Outcome.after(left));
    }
    tell(volume, local);
    return Optional.of(Outcome.after(REMINDER));
  }

  /** The volume is gone. */
  void forget(ObjectKey volume) {
    missing.remove(volume);
  }

  private void tell(PersistentVolume volume, LocalVolume local) {
    String name = volume.getMetadata().getName();
    String advice =
        "this volume is on node %s (%s), which is no longer in the cluster: if the machine comes back under that name all goes on; if it never will, delete the claim and then run \"ebs forget %s\""
            .formatted(local.node(), local.onDisk(), name);
    events.warning(volume, REASON, advice);
    BoundClaim.find(volume, cluster).ifPresent(claim -> events.warning(claim, REASON, advice));
  }
}
