package example.ebs.node.local.store;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.local.LocalRoot;
import example.ebs.csi.model.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Chooses the root of a new volume: by weight, but always the same for the same volume, and only
 * one that has room (rendezvous hashing with weights).
 */
public final class RootChoice {
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
   * Opens the root in which that volume is to be made. Close it.
   *
   * @param bytes how much has to be free
   * @throws Failure.LimitReached naming what each root has
   */
  public static OpenStore open(
      Stores stores, VolumeKey key, List<LocalRoot> roots, OptionalLong bytes) {
    List<String> found = new ArrayList<>();
    for (LocalRoot root : preferred(key, roots)) {
      OpenStore store = stores.store(root).open();
      long available = available(store);
      if (available >= bytes.orElse(1)) {
        return store;
      }
      store.close();
      found.add("%s has %d bytes free".formatted(root.name(), available));
    }
    throw new Failure.LimitReached(
        "volume %s needs %d bytes free in a root of node %s, and %s; free some space, or add a root"
            .formatted(key, bytes.orElse(1), stores.node(), String.join(", ", found)));
  }

  private static long available(OpenStore store) {
    try {
      return store.space().available();
    } catch (RuntimeException failed) {
      store.close();
      throw failed;
    }
  }
}
