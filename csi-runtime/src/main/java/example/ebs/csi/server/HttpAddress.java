package example.ebs.csi.server;

import java.net.URI;

/** Addresses of HTTP servers, as flags and variables name them. */
public final class HttpAddress {
  private static final String EXAMPLE = "http://127.0.0.1:4580";

  private HttpAddress() {}

  /**
   * Reads {@code http://host:port} or https.
   *
   * @throws IllegalArgumentException with a message for the person who wrote it
   */
  public static URI parse(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("is empty, and an address is wanted, such as " + EXAMPLE);
    }
    URI url = URI.create(text);
    boolean http =
        "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
    if (!http || url.getHost() == null) {
      throw new IllegalArgumentException("'" + text + "' is not an address such as " + EXAMPLE);
    }
    return url;
  }
}
