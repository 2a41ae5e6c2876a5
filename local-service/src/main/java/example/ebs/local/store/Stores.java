package example.ebs.local.store;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.work.SeparateTasks;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.local.model.LocalRoot;
import example.ebs.local.model.LocalRoots;
import example.ebs.local.model.RootName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All folders of this node in which volumes lie.
 *
 * @param node by which the administrator's list has its roots
 * @param folder of the driver's own, in which the inline volumes lie
 * @param tasks on which roots are looked into where there are several, as one of them may hang
 */
public record Stores(
    LocalRoots roots, String node, Path folder, LinuxFiles files, SeparateTasks tasks) {
  /** A disk that is merely busy answers in this time. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final String EMPTY_DIR_FOLDER = "emptydir";
  private static final String USED_FOLDER = "used-roots";
  private static final String MISSED_FOLDER = "missed-leaves";

  /** Where inline volumes lie. */
  public Store ofPods() {
    return new Store(EMPTY_DIR_FOLDER, folder.resolve(EMPTY_DIR_FOLDER), true, used(), files);
  }

  /**
   * Where volumes of claims lie.
   *
   * @param names empty means all roots
   */
  public List<Store> ofClaims(List<RootName> names) {
    return roots.chosen(node, names).stream().map(this::store).toList();
  }

  /** The store of a root. */
  public Store store(LocalRoot root) {
    return new Store(
        Store.ROOT + root.name(), root.path(), root.path().startsWith(folder), used(), files);
  }

  /** All of them. */
  public List<Store> all() {
    return Stream.concat(Stream.of(ofPods()), ofClaims(List.of()).stream()).toList();
  }

  private UsedRoots used() {
    return UsedRoots.in(folder.resolve(USED_FOLDER));
  }

  /** What is to be emptied as soon as it can be. */
  public MissedLeaves missedLeaves() {
    return MissedLeaves.in(folder.resolve(MISSED_FOLDER));
  }

  /** The folders of this node's volumes and of the driver's notes, as they are written. */
  public List<Path> folders() {
    return Stream.concat(
            Stream.of(folder.resolve(USED_FOLDER), folder.resolve(MISSED_FOLDER)),
            all().stream().map(Store::folder))
        .toList();
  }

  /**
   * Looks everywhere for a volume. Close what is found.
   *
   * @throws Failure.PreconditionFailed when it may be where this cannot look
   */
  public Optional<StoredVolume> find(VolumeKey key) {
    if (key.inline().isPresent()) {
      return find(key, List.of(ofPods()));
    }
    Optional<StoredVolume> found = find(key, ofClaims(List.of()));
    if (found.isEmpty()) {
      requireNoForgottenRoot(key);
    }
    return found;
  }

  /**
   * A volume that is not found is not there only if all roots that were ever used were looked into.
   *
   * @throws Failure.PreconditionFailed when one was used before and is not in the list any more
   */
  public void requireNoForgottenRoot(VolumeKey key) {
    Set<String> forgotten = new TreeSet<>(used().names());
    all().stream().map(Store::name).forEach(forgotten::remove);
    if (!forgotten.isEmpty()) {
      throw new Failure.PreconditionFailed(
          "volume %s is in no root of this node, and may be in one that was used before and is not in the file of --local-config any more: %s; put it back there, or, if its volumes are not wanted any more, remove its note in %s"
              .formatted(key, forgotten, used().notes().folder()));
    }
  }

  /**
   * Looks for a volume in some of them. Close what is found.
   *
   * <p>One of several that hangs is passed over: the volumes of the others are found all the same.
   *
   * @throws Failure.PreconditionFailed when it is in none that can be looked into, and there is one
   *     that cannot
   * @throws Failure.Unavailable the same, where one does not answer
   */
  public Optional<StoredVolume> find(VolumeKey key, List<Store> stores) {
    if (stores.size() == 1) {
      return find(key, stores.getFirst());
    }
    Optional<RuntimeException> unknown = Optional.empty();
    for (Store each : stores) {
      try {
        Optional<StoredVolume> found = findPatiently(key, each);
        if (found.isPresent()) {
          return found;
        }
      } catch (Failure.PreconditionFailed | Failure.Unavailable closed) {
        unknown = Optional.of(closed);
      }
    }
    if (unknown.isPresent()) {
      throw unknown.get();
    }
    return Optional.empty();
  }

  /**
   * Looks into a store that is not surely the volume's, so that it must not take the volume's call
   * with it when it hangs.
   */
  public Optional<StoredVolume> findPatiently(VolumeKey key, Store in) {
    return tasks.call(
        "a look into root " + in,
        PATIENCE,
        () -> find(key, in),
        late -> late.ifPresent(StoredVolume::close));
  }

  /**
   * Returns if the store answers.
   *
   * @throws Failure.Unavailable if it hangs
   * @throws Failure.PreconditionFailed if it is not there, or not what it was
   */
  public void requireAnswer(Store store) {
    tasks
        .call(
            "a look into root " + store,
            PATIENCE,
            store::look,
            late -> late.ifPresent(OpenStore::close))
        .ifPresent(OpenStore::close);
  }

  private static Optional<StoredVolume> find(VolumeKey key, Store in) {
    Optional<OpenStore> opened = in.look();
    return opened.isPresent() ? find(key, opened.get()) : Optional.empty();
  }

  private static Optional<StoredVolume> find(VolumeKey key, OpenStore store) {
    try {
      Optional<StoredVolume> found =
          Records.find(store, key).map(record -> new StoredVolume(store, record));
      if (found.isEmpty()) {
        store.close();
      }
      return found;
    } catch (RuntimeException failed) {
      store.close();
      throw failed;
    }
  }
}
