package example.ebs.local.volume;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.lock.KeyedLocks;
import example.ebs.csi.work.SeparateTasks;
import example.ebs.local.InlineVolume;
import example.ebs.local.LocalVolumes;
import example.ebs.local.model.InlineVolumeId;
import example.ebs.local.model.LocalVolumeId;
import example.ebs.local.store.Lifetime;
import example.ebs.local.store.OpenStore;
import example.ebs.local.store.Records;
import example.ebs.local.store.Stage;
import example.ebs.local.store.Store;
import example.ebs.local.store.StoredVolume;
import example.ebs.local.store.Stores;
import example.ebs.local.store.VolumeKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The volumes in this node's stores. */
public final class NodeVolumes implements LocalVolumes {
  private static final Logger LOG = LoggerFactory.getLogger(NodeVolumes.class);

  /** Longer than a removal goes on before it has itself called again. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Stores stores;
  private final VolumeRemover remover;
  private final KeyedLocks locks;
  private final SeparateTasks tasks;

  /**
   * The volumes.
   *
   * @param tasks on which all is done, as any disk may hang
   */
  public NodeVolumes(Stores stores, VolumeRemover remover, KeyedLocks locks, SeparateTasks tasks) {
    this.stores = stores;
    this.remover = remover;
    this.locks = locks;
    this.tasks = tasks;
  }

  @Override
  public void remove(LocalVolumeId volume) {
    remove(VolumeKey.of(volume));
  }

  @Override
  public void removeEmptyDir(InlineVolume volume) {
    remove(VolumeKey.of(volume.id()));
  }

  /** Removes the volume; nothing there is done already. One that hangs keeps no other. */
  private void remove(VolumeKey key) {
    apart("the removal of " + key, () -> removeHere(key));
  }

  private void removeHere(VolumeKey key) {
    try (KeyedLocks.Held _ = locks.take("volume " + key)) {
      Optional<StoredVolume> found = stores.find(key);
      if (found.isPresent()) {
        try (StoredVolume volume = found.get()) {
          remover.remove(volume);
        }
      }
    }
  }

  @Override
  public List<InlineVolume> emptyDirs() {
    return tasks.call("a list of the volumes of pods", PATIENCE, this::inline, _ -> {});
  }

  private List<InlineVolume> inline() {
    Optional<OpenStore> used = stores.ofPods().look();
    if (used.isEmpty()) {
      return List.of();
    }
    List<InlineVolume> volumes = new ArrayList<>();
    try (OpenStore store = used.get()) {
      for (VolumeKey key : Records.all(store)) {
        inline(store, key).ifPresent(volumes::add);
      }
    }
    return volumes;
  }

  /** One whose record is damaged, or has just gone, is not spoken of. */
  private static Optional<InlineVolume> inline(OpenStore store, VolumeKey key) {
    Optional<InlineVolumeId> id = key.inline();
    try {
      return id.flatMap(
          inline ->
              Records.find(store, key)
                  .flatMap(record -> record.pod().map(pod -> new InlineVolume(inline, pod))));
    } catch (Failure damaged) {
      LOG.warn("{}", damaged.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> enforcedBy(LocalVolumeId volume) {
    return tasks.call(
        "a look at how " + volume + " is limited", PATIENCE, () -> limitOf(volume), _ -> {});
  }

  private Optional<String> limitOf(LocalVolumeId volume) {
    Optional<StoredVolume> found = stores.find(VolumeKey.of(volume));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (StoredVolume there = found.get()) {
      return there.record().stage() instanceof Stage.Ready
          ? Optional.of(there.record().limit().by().toString())
          : Optional.empty();
    }
  }

  @Override
  public List<String> finishRemovals() {
    List<String> left = new ArrayList<>();
    for (Store store : stores.all()) {
      attempt(
          left,
          () -> {
            stores.requireAnswer(store);
            apart("removals in root " + store, () -> finish(store));
          });
    }
    attempt(
        left,
        () -> {
          for (VolumeKey key : stores.missedLeaves().all()) {
            attempt(left, () -> apart("the removal of " + key, () -> empty(key)));
          }
        });
    return left;
  }

  private void apart(String name, Runnable work) {
    var _ =
        tasks.call(
            name,
            PATIENCE,
            () -> {
              work.run();
              return name;
            },
            ended -> LOG.info("ended at last: {}", ended));
  }

  private static void attempt(List<String> left, Runnable work) {
    try {
      work.run();
    } catch (Failure unable) {
      left.add(unable.getMessage());
    }
  }

  private void finish(Store store) {
    Optional<OpenStore> used = store.look();
    if (used.isPresent()) {
      try (OpenStore open = used.get()) {
        Records.halves(open).forEach(key -> removeHalf(open, key));
        remover.finish(open);
      }
    }
  }

  /** What somebody writes just now is not half a record, but one that is not written yet. */
  private void removeHalf(OpenStore store, VolumeKey key) {
    try (KeyedLocks.Held _ = locks.take("volume " + key)) {
      Records.removeHalf(store, key);
    } catch (Failure.InProgress _) {
      LOG.debug("the record of {} is being written", key);
    }
  }

  /** Empties what a pod left that could not be emptied then. */
  private void empty(VolumeKey key) {
    try (KeyedLocks.Held _ = locks.take("volume " + key)) {
      Optional<StoredVolume> found = stores.find(key);
      if (found.isPresent()) {
        try (StoredVolume volume = found.get()) {
          if (volume.record().lifetime() != Lifetime.CLAIM && remover.isUnused(volume)) {
            remover.remove(volume);
          }
        }
      }
      stores.missedLeaves().remove(key);
    }
  }
}
