package example.ebs.local.store;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.Sha256;
import example.ebs.csi.model.VolumeSize;
import example.ebs.local.model.LocalRoot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the root of a new volume: by weight, but always the same for the same volume, and only
 * one that has room (rendezvous hashing with weights). One that cannot take it, because it is full
 * or read-only for instance, is passed over, and told of.
 */
public final class RootChoice {
  private static final Logger LOG = LoggerFactory.getLogger(RootChoice.class);

  private RootChoice() {}

  /** The roots in the order in which that volume prefers them. */
  static List<LocalRoot> preferred(VolumeKey key, List<LocalRoot> roots) {
    return roots.stream()
        .sorted(Comparator.comparingDouble((LocalRoot root) -> score(key, root)).reversed())
        .toList();
  }

  private static double score(VolumeKey key, LocalRoot root) {
    return -root.weight() / Math.log(fraction(key + " " + root.name()));
  }

  /** A number above 0 and below 1 that follows from the text and is spread evenly. */
  private static double fraction(String text) {
    return ((ByteBuffer.wrap(Sha256.of(text)).getLong() >>> 11) + 0.5) / (1L << 53);
  }

  /**
   * Makes a new volume in the first of these roots that takes it. Close it.
   *
   * @param bytes how much has to be free
   * @param making leaves nothing in the root when it fails; if it did, no other root is tried
   * @throws Failure.LimitReached when every root is full, telling what each said
   * @throws Failure.OutOfRange when it is too small for every root
   * @throws Failure.PreconditionFailed when none takes it, telling what each said
   */
  public static StoredVolume make(
      Stores stores,
      VolumeKey key,
      List<LocalRoot> roots,
      OptionalLong bytes,
      Function<OpenStore, VolumeRecord> making) {
    List<Failure> refusals = new ArrayList<>();
    for (LocalRoot root : preferred(key, roots)) {
      try {
        StoredVolume made = attempt(stores.store(root).open(), key, bytes, making);
        tell(made, refusals);
        return made;
      } catch (Failure.LimitReached | Failure.PreconditionFailed | Failure.OutOfRange refused) {
        refusals.add(refused);
      }
    }
    throw none(stores, key, refusals);
  }

  private static StoredVolume attempt(
      OpenStore store,
      VolumeKey key,
      OptionalLong bytes,
      Function<OpenStore, VolumeRecord> making) {
    try {
      requireRoom(store, key, bytes.orElse(1));
      return new StoredVolume(store, made(store, key, making));
    } catch (RuntimeException failed) {
      store.close();
      throw failed;
    }
  }

  private static VolumeRecord made(
      OpenStore store, VolumeKey key, Function<OpenStore, VolumeRecord> making) {
    try {
      return making.apply(store);
    } catch (Failure.LimitReached | Failure.PreconditionFailed refused) {
      if (Records.find(store, key).isPresent()) {
        // With a second record in another root nobody could tell which of both it is.
        throw new Failure.Unavailable(
            "volume %s is begun in root %s and cannot be ended there now: %s; ask again"
                .formatted(key, store, refused.getMessage()),
            refused);
      }
      throw refused;
    }
  }

  private static void requireRoom(OpenStore store, VolumeKey key, long bytes) {
    long available = store.space().available();
    if (available < bytes) {
      throw new Failure.LimitReached(
          "volume %s needs %s free, and root %s has %s free; free some space, or add a root"
              .formatted(key, new VolumeSize(bytes), store, new VolumeSize(available)));
    }
  }

  private static void tell(StoredVolume made, List<Failure> refusals) {
    for (Failure refused : refusals) {
      LOG.warn(
          "{} is made in root {}, because another did not take it: {}",
          made,
          made.store(),
          refused.getMessage());
    }
  }

  private static Failure none(Stores stores, VolumeKey key, List<Failure> refusals) {
    if (refusals.size() == 1) {
      return refusals.getFirst();
    }
    String message =
        "no root of node %s takes volume %s: %s"
            .formatted(
                stores.node(),
                key,
                String.join(" -- ", refusals.stream().map(Failure::getMessage).toList()));
    if (refusals.stream().allMatch(Failure.LimitReached.class::isInstance)) {
      return new Failure.LimitReached(message);
    }
    return refusals.stream().allMatch(Failure.OutOfRange.class::isInstance)
        ? new Failure.OutOfRange(message)
        : new Failure.PreconditionFailed(message);
  }
}
