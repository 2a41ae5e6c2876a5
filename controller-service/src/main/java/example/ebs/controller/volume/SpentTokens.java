package example.ebs.controller.volume;

import example.ebs.csi.model.VolumeId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers which attempts' tokens are spent, so that they are not tried again on every call.
 *
 * <p>A token is spent for good once the volume that it made is gone, and whoever learns of that
 * says so here: else the next volume of the name would be refused first, and looked for in vain.
 *
 * <p>A hint only: forgotten by a restart or for want of room, it costs one refused request for each
 * spent token and nothing else. Safe for use by many threads.
 */
public final class SpentTokens {
  private static final int ROOM = 1_000;

  private record Use(String name, int attempt) {}

  private final Map<String, Integer> unspent = bounded();
  private final Map<VolumeId, Use> uses = bounded();

  synchronized int firstUnspent(String name) {
    return unspent.getOrDefault(name, 1);
  }

  synchronized void spend(String name, int attempt) {
    unspent.merge(name, attempt + 1, Math::max);
  }

  /** The attempt's token made the volume. */
  synchronized void use(String name, int attempt, VolumeId made) {
    uses.put(made, new Use(name, attempt));
  }

  /** The volume is gone, and so is the use of its token. */
  synchronized void gone(VolumeId volume) {
    Optional.ofNullable(uses.remove(volume)).ifPresent(use -> spend(use.name(), use.attempt()));
  }

  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > ROOM;
      }
    };
  }
}
