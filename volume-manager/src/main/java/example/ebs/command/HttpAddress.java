package example.ebs.command;

import java.net.URI;

/** Addresses of HTTP servers, as flags name them. */
final class HttpAddress {
  private HttpAddress() {}

  /**
   * Reads {@code http://host:port} or https.
   *
   * @throws IllegalArgumentException with a message for the person who wrote it
   */
  static URI parse(String text) {
    URI url = URI.create(text);
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an address such as http://127.0.0.1:4580");
    }
    return url;
  }
}
