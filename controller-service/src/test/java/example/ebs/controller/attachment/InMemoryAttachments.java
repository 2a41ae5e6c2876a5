package example.ebs.controller.attachment;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.Zone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** A cloud that keeps its attachments in maps, with EC2's habits and what tests want. */
public final class InMemoryAttachments implements AttachmentCloud {
  private record Disk(Zone zone, boolean multiAttach) {}

  private final Map<VolumeId, Disk> disks = new HashMap<>();
  private final Map<NodeId, NodeInstance> nodes = new HashMap<>();
  private final Map<VolumeId, Map<NodeId, AttachmentState>> states = new HashMap<>();
  private final Map<NodeId, Set<String>> hidden = new HashMap<>();
  private final List<String> requests = new ArrayList<>();
  private final AtomicReference<Runnable> beforeNextLook = new AtomicReference<>(() -> {});
  private Optional<Failure> lookRefusal = Optional.empty();
  private Optional<Failure> detachRefusal = Optional.empty();
  private boolean slow;
  private AttachmentState leaving = new AttachmentState.Detached();

  @Override
  public synchronized Scene look(VolumeId volume, NodeId node) {
    return new Scene(
        Optional.ofNullable(found(Set.of(volume)).get(volume)),
        Optional.ofNullable(nodes.get(node))
            .map(found -> new NodeInstance(node, found.zone(), found.gone(), devices(node))));
  }

  @Override
  public Map<VolumeId, AttachableVolume> volumes(Set<VolumeId> ids) {
    beforeNextLook.getAndSet(() -> {}).run();
    return found(ids);
  }

  private synchronized Map<VolumeId, AttachableVolume> found(Set<VolumeId> ids) {
    refuse(lookRefusal);
    return ids.stream()
        .filter(disks::containsKey)
        .collect(Collectors.toMap(id -> id, this::volume));
  }

  @Override
  public synchronized AttachRequested attach(VolumeId volume, NodeId node, String device) {
    requests.add("attach " + device);
    if (!nodes.containsKey(node) || !disks.containsKey(volume)) {
      throw new Failure.NotFound("no such volume or node");
    }
    if (on(volume).containsKey(node) || (!disk(volume).multiAttach() && !on(volume).isEmpty())) {
      return AttachRequested.ALREADY_ATTACHED;
    }
    if (!disk(volume).zone().equals(nodes.get(node).zone())) {
      throw new Failure.PreconditionFailed("other zone");
    }
    Set<String> taken = new HashSet<>(devices(node));
    taken.addAll(hidden.getOrDefault(node, Set.of()));
    if (taken.contains(device)) {
      return AttachRequested.NAME_TAKEN;
    }
    on(volume)
        .put(
            node,
            slow ? new AttachmentState.Attaching(device) : new AttachmentState.Attached(device));
    return AttachRequested.BEGUN;
  }

  @Override
  public synchronized void detach(VolumeId volume, NodeId node) {
    requests.add("detach");
    refuse(detachRefusal);
    if (on(volume).containsKey(node)) {
      set(volume, node, leaving);
    }
  }

  public synchronized void addVolume(VolumeId id, String zone, boolean multiAttach) {
    disks.put(id, new Disk(new Zone(zone), multiAttach));
  }

  public synchronized void addNode(NodeId id, String zone, boolean gone) {
    nodes.put(id, new NodeInstance(id, new Zone(zone), gone, Set.of("/dev/xvda")));
  }

  /** The node uses the name, and EC2 does not show it. */
  public synchronized void hide(NodeId node, String device) {
    hidden.computeIfAbsent(node, _ -> new HashSet<>()).add(device);
  }

  /** Has something happen while somebody waits for an attachment to change. */
  public void beforeNextLook(Runnable event) {
    beforeNextLook.set(event);
  }

  /** Whoever looks is refused from now on. */
  public synchronized void refuseLooks(Failure refusal) {
    lookRefusal = Optional.of(refusal);
  }

  /** Whoever detaches is refused from now on. */
  public synchronized void refuseDetaches(Failure refusal) {
    detachRefusal = Optional.of(refusal);
  }

  /** Attachments stay on their way until told otherwise. */
  public synchronized void slow() {
    slow = true;
  }

  /** What becomes of an attachment when it is to be detached. */
  public synchronized void leaveAs(AttachmentState state) {
    leaving = state;
  }

  public synchronized void set(VolumeId volume, NodeId node, AttachmentState state) {
    if (state instanceof AttachmentState.Detached) {
      on(volume).remove(node);
    } else {
      on(volume).put(node, state);
    }
  }

  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  private static void refuse(Optional<Failure> refusal) {
    refusal.ifPresent(
        failure -> {
          throw failure;
        });
  }

  private Disk disk(VolumeId volume) {
    return Optional.ofNullable(disks.get(volume)).orElseThrow();
  }

  private Map<NodeId, AttachmentState> on(VolumeId volume) {
    return states.computeIfAbsent(volume, _ -> new HashMap<>());
  }

  private AttachableVolume volume(VolumeId id) {
    return new AttachableVolume(
        id, disk(id).zone(), AttachableVolume.Readiness.READY, disk(id).multiAttach(), on(id));
  }

  private Set<String> devices(NodeId node) {
    Set<String> devices =
        states.values().stream()
            .flatMap(each -> Optional.ofNullable(each.get(node)).stream())
            .flatMap(state -> device(state).stream())
            .collect(Collectors.toSet());
    devices.add("/dev/xvda");
    return devices;
  }

  private static Optional<String> device(AttachmentState state) {
    return switch (state) {
      case AttachmentState.Attaching attaching -> Optional.of(attaching.device());
      case AttachmentState.Attached attached -> Optional.of(attached.device());
      case AttachmentState.Detached _, AttachmentState.Detaching _, AttachmentState.Busy _ ->
          Optional.empty();
    };
  }
}
