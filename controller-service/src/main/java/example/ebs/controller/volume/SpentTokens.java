package example.ebs.controller.volume;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers which attempts' tokens are spent, so that they are not tried again on every call.
 *
 * <p>A hint only: forgotten by a restart or for want of room, it costs one refused request for each
 * spent token and nothing else. Safe for use by many threads.
 */
final class SpentTokens {
  private static final int ROOM = 1_000;

  private final Map<String, Integer> unspent =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > ROOM;
        }
      };

  synchronized int firstUnspent(String name) {
    return unspent.getOrDefault(name, 1);
  }

  synchronized void spend(String name, int attempt) {
    unspent.merge(name, attempt + 1, Math::max);
  }
}
