package example.ebs.controller.attachment;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps two calls of this process from choosing the same device name on one node, and remembers the
 * names that a node refused.
 *
 * <p>No more than a way to save refused requests: EC2 decides, and a name that it refuses is
 * replaced within the call. Safe for use by many threads; nodes do not wait for one another longer
 * than a choice takes.
 */
final class DeviceReservations {
  private final Map<NodeId, Names> nodes = new HashMap<>();

  /**
   * Chooses and reserves a name that is neither in use nor reserved.
   *
   * @throws Failure.LimitReached when the node has none left
   */
  synchronized Reservation reserve(NodeId node, Set<String> used) {
    Names names = nodes.computeIfAbsent(node, _ -> new Names());
    Set<String> taken =
        Stream.concat(used.stream(), names.reserved.stream()).collect(Collectors.toSet());
    String device =
        DeviceNames.firstFree(taken, names.refused)
            .orElseThrow(
                () ->
                    new Failure.LimitReached(
                        "node %s has no device name left: %d are in use; use another node"
                            .formatted(node, taken.size())));
    names.reserved.add(device);
    return new Reservation(node, device);
  }

  private synchronized void release(Reservation reservation) {
    Names names = nodes.get(reservation.node);
    if (names != null) {
      names.reserved.remove(reservation.device);
      if (names.reserved.isEmpty() && names.refused.isEmpty()) {
        nodes.remove(reservation.node);
      }
    }
  }

  private synchronized void refuse(Reservation reservation) {
    nodes.computeIfAbsent(reservation.node, _ -> new Names()).refused.add(reservation.device);
  }

  private static final class Names {
    private final Set<String> reserved = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
  }

  /** A name that is this call's until it is closed. */
  final class Reservation implements AutoCloseable {
    private final NodeId node;
    private final String device;

    private Reservation(NodeId node, String device) {
      this.node = node;
      this.device = device;
    }

    String device() {
      return device;
    }

    /** The node cannot use the name, so nobody should try it again soon. */
    void refused() {
      refuse(this);
    }

    @Override
    public void close() {
      release(this);
    }
  }
}
