package example.ebs.local.volume;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.CallDeadline;
import example.ebs.csi.time.Deadline;
import example.ebs.local.limit.Limits;
import example.ebs.local.store.OpenStore;
import example.ebs.local.store.Stage;
import example.ebs.local.store.StoredVolume;
import example.ebs.local.store.VolumeDirectories;
import example.ebs.local.store.VolumeRecord;
import example.ebs.local.store.VolumeRemoval;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes volumes, and gives back what the machine lends for them. The caller holds a lock. */
public final class VolumeRemover {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeRemover.class);

  /** Less than the two minutes for which a kubelet waits. */
  private static final Duration LONGEST = Duration.ofSeconds(90);

  private final Limits limits;
  private final VolumeUses uses;
  private final Clock clock;
  private final VolumeRemoval removal;

  public VolumeRemover(Limits limits, VolumeUses uses, Clock clock) {
    this.limits = limits;
    this.uses = uses;
    this.clock = clock;
    this.removal = new VolumeRemoval(clock);
  }

  /**
   * Removes the volume with all that it holds.
   *
   * @throws Failure.InUse while it is mounted
   * @throws Failure.PreconditionFailed while something else stands where its directory was
   */
  public void remove(StoredVolume volume) {
    try {
      removeAll(volume);
    } catch (Failure failed) {
      throw failed.about(volume + " is not removed");
    }
  }

  private void removeAll(StoredVolume volume) {
    requireUnused(volume);
    OpenStore store = volume.store();
    VolumeRecord record = volume.record();
    if (record.stage() instanceof Stage.Ready && !VolumeDirectories.isInPlace(store, record)) {
      LOG.atWarn()
          .addKeyValue("volume", record.key())
          .addKeyValue("directory", volume.directory())
          .log("Nothing is where the volume's directory was; it is forgotten all the same");
    }
    limits.of(record).lower(store, record);
    limits.of(record).forget(store, record);
    removal.remove(store, record, deadline());
    LOG.atInfo()
        .addKeyValue("volume", record.key())
        .addKeyValue("directory", volume.directory())
        .log("Local volume is removed");
  }

  /** Gives back what the machine lends for a volume that nobody uses now. */
  public void rest(StoredVolume volume) {
    try {
      if (uses.first(volume).isEmpty()) {
        limits.of(volume.record()).lower(volume.store(), volume.record());
      }
    } catch (Failure failed) {
      throw failed.about(volume + " still holds its mount or loop device");
    }
  }

  /** Whether nobody uses it now. */
  public boolean isUnused(StoredVolume volume) {
    return uses.first(volume).isEmpty();
  }

  /** Ends removals in that store that were begun and not ended. */
  void finish(OpenStore store) {
    removal.finish(store, deadline());
  }

  private void requireUnused(StoredVolume volume) {
    Optional<Path> use = uses.first(volume);
    if (use.isPresent()) {
      throw new Failure.InUse(
          "it is still mounted at %s; it is removed as soon as that is unmounted"
              .formatted(use.get()));
    }
  }

  private Deadline deadline() {
    return CallDeadline.current(LONGEST, clock);
  }
}
