package example.ebs.local.publish;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.device.DeviceNodes;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.mount.TargetMounts;
import example.ebs.linux.path.Place;
import example.ebs.linux.path.TargetPath;
import example.ebs.linux.path.Targets;
import example.ebs.local.limit.Limits;
import example.ebs.local.limit.VolumePlace;
import example.ebs.local.store.EnforcedBy;
import example.ebs.local.store.Lifetime;
import example.ebs.local.store.StoredVolume;
import example.ebs.local.store.Stores;
import example.ebs.local.store.VolumeKey;
import example.ebs.local.volume.VolumeMaker;
import example.ebs.local.volume.VolumeRemover;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a local volume appear at a workload's target path, and disappear again; makes it first, and
 * removes it with its last workload, if its lifetime says so.
 *
 * <p>What is published is what the mount table shows. The caller holds locks on volume and target.
 */
public final class LocalPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(LocalPublisher.class);

  private final Stores stores;
  private final VolumeMaker maker;
  private final VolumeRemover remover;
  private final Limits limits;
  private final Machine machine;

  /** What of the machine publishing needs. */
  public record Machine(
      Mounter mounter, Targets targets, DeviceNodes nodes, Path kubelet, Clock clock) {}

  public LocalPublisher(
      Stores stores, VolumeMaker maker, VolumeRemover remover, Limits limits, Machine machine) {
    this.stores = stores;
    this.maker = maker;
    this.remover = remover;
    this.limits = limits;
    this.machine = machine;
  }

  /** Publishes the volume; done already is done. */
  public void publish(PublishLocal request) {
    switch (request.source()) {
      case PublishLocal.Existing existing -> publishExisting(request, existing.path());
      case PublishLocal.Made made -> {
        try (StoredVolume volume = maker.ready(made.volume())) {
          publish(request, volume);
        }
      }
    }
  }

  private void publishExisting(PublishLocal request, Path path) {
    ExistingDirectories directories =
        new ExistingDirectories(stores, machine.kubelet(), machine.targets());
    try (Place place = directories.open(request, path, machine.mounter().mounts())) {
      directories().bind(request, place.opened(), place.path().path(), () -> {});
    }
  }

  private void publish(PublishLocal request, StoredVolume volume) {
    if (volume.record().limit().by() == EnforcedBy.DEVICE) {
      new DeviceBinder(machine.mounter(), machine.targets(), machine.nodes())
          .bind(request, limits.device().device(volume.store(), volume.record()));
      return;
    }
    VolumePlace places = new VolumePlace(machine.targets());
    try (Place place = places.open(volume.store(), volume.record())) {
      directories()
          .bind(
              request,
              place.opened(),
              volume.directory(),
              () -> GroupAccess.give(request, place.self(), machine.clock()));
    }
  }

  private DirectoryBinder directories() {
    return new DirectoryBinder(machine.mounter(), machine.targets());
  }

  /**
   * Takes away all that is at the target. A pod's own volume is removed with it; one whose lifetime
   * is that of its pods, with the last of them.
   */
  public void unpublish(VolumeKey key, TargetPath target) {
    try {
      new TargetMounts(machine.mounter(), machine.targets()).clear(target);
    } catch (Failure failed) {
      throw failed.about("volume %s is not taken away from %s".formatted(key, target));
    }
    Optional<StoredVolume> found = found(key);
    if (found.isPresent()) {
      try (StoredVolume volume = found.get()) {
        leave(volume);
      }
    }
  }

  /**
   * A root whose disk has gone, or a record that is damaged, keeps no pod from ending; its volume's
   * end waits for it.
   */
  private Optional<StoredVolume> found(VolumeKey key) {
    try {
      return stores.find(key);
    } catch (Failure unknown) {
      LOG.atWarn().addKeyValue("volume", key).log(unknown.getMessage());
      stores.missedLeaves().add(key);
      return Optional.empty();
    }
  }

  /**
   * Gives back what nobody uses now. The pod has left, whatever becomes of that: another mount
   * namespace may have a copy of the volume's mounts for as long as it likes, somebody may have put
   * a link in place of its directory, or the pod a file there that cannot be deleted, and a kubelet
   * that is told so would ask again without end.
   */
  private void leave(StoredVolume volume) {
    VolumeKey key = volume.record().key();
    stores.missedLeaves().remove(key);
    boolean lasting = volume.record().lifetime() == Lifetime.CLAIM;
    try {
      if (lasting) {
        remover.rest(volume);
      } else if (remover.isUnused(volume)) {
        remover.remove(volume);
      }
    } catch (Failure notYet) {
      LOG.atWarn().addKeyValue("volume", key).log("not given back yet: " + notYet.getMessage());
      if (!lasting) {
        stores.missedLeaves().add(key);
      }
    }
  }
}
