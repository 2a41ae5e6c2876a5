package example.ebs.controller.attachment;

import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which attachments this process began and has not told anybody about yet.
 *
 * <p>An attachment that hangs may be given up only if it is in here: then no call has ever returned
 * it, so no node can have mounted the volume through it. What another process began, or this one
 * before a restart, may have been returned by that process a moment ago. Safe for use by many
 * threads.
 */
public final class BegunAttachments {
  private record Place(VolumeId volume, NodeId node) {}

  private final Map<Place, Instant> begun = new ConcurrentHashMap<>();
  private final Clock clock;

  public BegunAttachments(Clock clock) {
    this.clock = clock;
  }

  void begin(VolumeId volume, NodeId node) {
    begun.put(new Place(volume, node), clock.instant());
  }

  void forget(VolumeId volume, NodeId node) {
    begun.remove(new Place(volume, node));
  }

  /** Since when; empty for what this process did not begin. */
  Optional<Instant> since(VolumeId volume, NodeId node) {
    return Optional.ofNullable(begun.get(new Place(volume, node)));
  }
}
