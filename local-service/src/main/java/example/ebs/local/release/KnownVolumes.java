package example.ebs.local.release;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.kubernetes.ObjectWatch;
import example.ebs.local.store.VolumeKey;
import example.ebs.local.volume.VolumeHistory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The PersistentVolumes of this node as a watch tells of them; asks nobody. Safe for use by many
 * threads.
 *
 * <p>Their annotations outlive the node's disks, and so tell a volume that is new from one that was
 * lost.
 */
public final class KnownVolumes implements ObjectWatch.Listener<VolumeObject>, VolumeHistory {
  private final Residence here;
  private final Map<String, VolumeObject> byHandle = new ConcurrentHashMap<>();
  private volatile boolean complete;

  /** Of none has been told yet. */
  public KnownVolumes(Residence here) {
    this.here = here;
  }

  public Residence here() {
    return here;
  }

  @Override
  public void listed(List<VolumeObject> all) {
    byHandle.keySet().retainAll(all.stream().map(each -> each.source().handle()).toList());
    all.forEach(this::changed);
    complete = true;
  }

  @Override
  public void changed(VolumeObject object) {
    if (here.objection(object).isEmpty()) {
      byHandle.put(object.source().handle(), object);
    }
  }

  @Override
  public void removed(VolumeObject object) {
    byHandle.remove(object.source().handle());
  }

  /** The one with that handle, as it was last heard of. */
  Optional<VolumeObject> find(String handle) {
    return Optional.ofNullable(byHandle.get(handle));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Whoever uses a volume for the first time has just read its PersistentVolume from the API
   * server: so to wait until that has answered this process once keeps no pod waiting that could
   * begin without.
   */
  @Override
  public Optional<Trace> of(VolumeKey key) {
    if (!complete) {
      throw new Failure.Unavailable(
          "volume %s is not on this node, and whether it was before is not known until the API server has listed this node's PersistentVolumes; ask again, and if that lasts, see this process's log for why it does not"
              .formatted(key));
    }
    String annotation = here.driver().enforcedByAnnotation();
    return find(key.value())
        .filter(object -> object.marks().annotations().containsKey(annotation))
        .map(
            object ->
                new Trace(
                    "annotation %s of PersistentVolume %s".formatted(annotation, object.name()),
                    "kubectl annotate pv %s %s-".formatted(object.name(), annotation)));
  }
}
