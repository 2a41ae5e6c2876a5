package example.ebs.local.volume;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeSize;
import example.ebs.linux.quota.ProjectQuota;
import example.ebs.local.limit.Limits;
import example.ebs.local.model.InlineBounds;
import example.ebs.local.model.LocalRoot;
import example.ebs.local.store.Lifetime;
import example.ebs.local.store.OpenStore;
import example.ebs.local.store.Records;
import example.ebs.local.store.RootChoice;
import example.ebs.local.store.Stage;
import example.ebs.local.store.Store;
import example.ebs.local.store.StoredVolume;
import example.ebs.local.store.Stores;
import example.ebs.local.store.VolumeDirectories;
import example.ebs.local.store.VolumeKey;
import example.ebs.local.store.VolumeRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes volumes, or goes on where an earlier call ended. The caller holds a lock on the volume, and
 * closes what it gets.
 */
public final class VolumeMaker {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeMaker.class);

  private final Stores stores;
  private final Limits limits;
  private final ProjectQuota quota;
  private final VolumeRemover remover;
  private final VolumeHistory history;

  public VolumeMaker(
      Stores stores,
      Limits limits,
      ProjectQuota quota,
      VolumeRemover remover,
      VolumeHistory history) {
    this.stores = stores;
    this.limits = limits;
    this.quota = quota;
    this.remover = remover;
    this.history = history;
  }

  /** The volume, which has a directory and a record; whether it can be used is not said. */
  public StoredVolume claimed(WantedVolume wanted) {
    Optional<StoredVolume> found = existing(wanted);
    if (found.isEmpty()) {
      return claim(wanted);
    }
    try {
      requireSame(found.get().record(), wanted);
      return found.get().with(VolumeDirectories.finish(found.get().store(), found.get().record()));
    } catch (RuntimeException failed) {
      found.get().close();
      throw failed;
    }
  }

  /** The volume, ready to be used. */
  public StoredVolume ready(WantedVolume wanted) {
    StoredVolume volume = claimed(wanted);
    try {
      limits.of(volume.record()).raise(volume.store(), volume.record(), wanted.access());
      if (volume.record().stage() instanceof Stage.Ready) {
        return volume;
      }
      log(volume);
      return volume.with(Records.write(volume.store(), volume.record().at(new Stage.Ready())));
    } catch (RuntimeException failed) {
      volume.close();
      throw failed;
    }
  }

  /** A volume that may be begun anew, because nothing in it was to last, is taken for none. */
  private Optional<StoredVolume> existing(WantedVolume wanted) {
    Optional<StoredVolume> found = stores.find(wanted.key(), candidates(wanted));
    if (found.isEmpty() && wanted.owner() instanceof WantedVolume.OfClaim) {
      requireNotElsewhere(wanted);
      stores.requireNoForgottenRoot(wanted.key());
      requireNew(wanted);
    }
    boolean over = found.isPresent() && isOver(found.get());
    if (wanted.lifetime() != Lifetime.CLAIM) {
      stores.missedLeaves().remove(wanted.key());
    }
    return over ? Optional.empty() : found;
  }

  /** Whether it was at its end, and has now come to it: closed then, as when this fails. */
  private boolean isOver(StoredVolume found) {
    try {
      boolean over = isAtItsEnd(found);
      if (over) {
        remover.remove(found);
        found.close();
      }
      return over;
    } catch (Failure.InUse busy) {
      found.close();
      throw new Failure.InUse(
          "%s must be empty for this pod, and what an earlier one left cannot be removed yet: %s"
              .formatted(found, busy.getMessage()),
          busy);
    } catch (RuntimeException failed) {
      found.close();
      throw failed;
    }
  }

  private boolean isAtItsEnd(StoredVolume found) {
    VolumeRecord record = found.record();
    if (record.stage() instanceof Stage.Removing && record.lifetime() == Lifetime.CLAIM) {
      throw new Failure.PreconditionFailed(
          found
              + " is being removed, because its PersistentVolume was deleted; create a new claim");
    }
    return record.stage() instanceof Stage.Removing
        || (record.lifetime() != Lifetime.CLAIM
            && stores.missedLeaves().contains(record.key())
            && remover.isUnused(found));
  }

  /**
   * Other roots may have it than those that are wanted. One that cannot be looked into is not
   * asked: that volumes change their roots is nothing that Kubernetes does.
   */
  private void requireNotElsewhere(WantedVolume wanted) {
    List<Store> wantedIn = candidates(wanted);
    for (Store store : stores.ofClaims(List.of())) {
      if (!wantedIn.contains(store) && isIn(store, wanted.key())) {
        throw new Failure.AlreadyExists(
            "%s is there already, in root %s, and is wanted in one of %s; ask for that root, or delete it first"
                .formatted(wanted, store, wantedIn));
      }
    }
  }

  private boolean isIn(Store store, VolumeKey key) {
    try {
      Optional<StoredVolume> found = stores.findPatiently(key, store);
      found.ifPresent(StoredVolume::close);
      return found.isPresent();
    } catch (Failure.PreconditionFailed | Failure.Unavailable closed) {
      LOG.debug("{}", closed.getMessage());
      return false;
    }
  }

  /** Whoever lost their data is to hear of it, and not to find a volume that is empty. */
  private void requireNew(WantedVolume wanted) {
    if (wanted.lifetime() != Lifetime.CLAIM) {
      return;
    }
    Optional<VolumeHistory.Trace> trace = history.of(wanted.key());
    if (trace.isPresent()) {
      throw new Failure.PreconditionFailed(
          "%s was made on this node before (%s), and no root of it has it now: mount the disk or bring the folder back on which it was; if its data is lost, or not wanted any more, `%s` has it made anew, empty"
              .formatted(wanted, trace.get().where(), trace.get().remedy()));
    }
  }

  private StoredVolume claim(WantedVolume wanted) {
    return switch (wanted.owner()) {
      case WantedVolume.OfClaim claim -> {
        List<LocalRoot> roots = stores.roots().chosen(stores.node(), claim.roots());
        yield RootChoice.make(
            stores, wanted.key(), roots, room(wanted.limit()), store -> claim(store, wanted));
      }
      case WantedVolume.OfPod _ -> {
        OpenStore store = stores.ofPods().open();
        try {
          yield new StoredVolume(store, claim(store, bounded(wanted)));
        } catch (RuntimeException failed) {
          store.close();
          throw failed;
        }
      }
    };
  }

  /**
   * The volume of a pod as the administrator bounds it. Only when it is made: a pod that is there
   * keeps what it has when the bounds are changed.
   */
  private WantedVolume bounded(WantedVolume wanted) {
    InlineBounds bounds = stores.roots().inline();
    WantedVolume.WantedLimit asked = wanted.limit();
    return wanted.with(
        new WantedVolume.WantedLimit(
            asked.form(),
            asked.enforcement(),
            asked.size().map(bounds::granted).or(bounds::standard),
            asked.filesystem()));
  }

  private VolumeRecord claim(OpenStore store, WantedVolume wanted) {
    return VolumeDirectories.claim(
        store,
        new VolumeRecord(
            wanted.key(),
            wanted.directory(),
            wanted.lifetime(),
            LimitChoice.of(wanted, wanted.limit(), () -> quota.support(store.root())),
            new Stage.Claimed(0),
            wanted.pod()));
  }

  private List<Store> candidates(WantedVolume wanted) {
    return switch (wanted.owner()) {
      case WantedVolume.OfClaim claim -> stores.ofClaims(claim.roots());
      case WantedVolume.OfPod _ -> List.of(stores.ofPods());
    };
  }

  /** A tmpfs takes nothing from the root. */
  private static OptionalLong room(WantedVolume.WantedLimit limit) {
    Optional<VolumeSize> size = limit.size();
    return size.isEmpty() || limit.form() == WantedVolume.Form.MEMORY
        ? OptionalLong.empty()
        : OptionalLong.of(size.get().bytes());
  }

  private static void requireSame(VolumeRecord found, WantedVolume wanted) {
    List<String> differences = Differences.between(found, wanted);
    if (!differences.isEmpty()) {
      throw new Failure.AlreadyExists(
          "%s is there already, and not as it is wanted: %s; ask for what it is, or delete it first"
              .formatted(found, String.join("; ", differences)));
    }
  }

  private static void log(StoredVolume volume) {
    LOG.atInfo()
        .addKeyValue("volume", volume.record().key())
        .addKeyValue("directory", volume.directory())
        .addKeyValue("enforced-by", volume.record().limit().by())
        .log("Local volume is made");
  }
}
