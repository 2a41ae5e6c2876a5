package example.ebs.csi.server;

import java.net.URI;
import java.net.URISyntaxException;

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
    URI url = uri(text);
    boolean http =
        "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
    if (!http || url.getHost() == null) {
      throw new IllegalArgumentException(refusal(text));
    }
    return url;
  }

  /** The address in words: without the name and password of a user, which proxies often have. */
  public static String shown(String address) {
    return address.replaceFirst("^([A-Za-z]+://)?.*@", "$1***@");
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException malformed) {
      // Its message repeats all of the text, so it is no cause either.
      throw new IllegalArgumentException(refusal(text) + ": " + malformed.getReason());
    }
  }

  private static String refusal(String text) {
    return "'%s' is not an address such as %s".formatted(shown(text), EXAMPLE);
  }
}
