package example.ebs.csi.kubernetes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Objects of one kind that are to be known.
 *
 * @param path of the kind, such as {@code /api/v1/persistentvolumes}
 * @param resource by which rights name it, such as {@code persistentvolumes}
 * @param selector such as {@code labelSelector}
 * @param selected such as {@code ebs.example/node=worker}
 */
public record ObjectSelection(String path, String resource, String selector, String selected) {
  private static final Duration LIST = Duration.ofSeconds(30);

  /** So long the server is to keep a watch open; a connection that died unseen lasts as long. */
  private static final Duration WATCH = Duration.ofMinutes(3);

  private static final Duration GRACE = Duration.ofSeconds(15);

  /** Asks for all of them. */
  public Question list() {
    return new Question(query(), "list " + resource, LIST);
  }

  /** Asks for what changes after that version. */
  Question changesSince(String version) {
    return new Question(
        query()
            + "&watch=true&allowWatchBookmarks=true&timeoutSeconds="
            + WATCH.toSeconds()
            + "&resourceVersion="
            + encoded(version),
        "watch " + resource,
        WATCH.plus(GRACE));
  }

  private String query() {
    return path + "?" + selector + "=" + encoded(selected);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
