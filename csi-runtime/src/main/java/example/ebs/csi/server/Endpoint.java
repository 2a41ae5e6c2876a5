package example.ebs.csi.server;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The unix socket a CSI service is served on.
 *
 * @param socket absolute, and short enough for a socket address
 */
public record Endpoint(Path socket) {
  /** sockaddr_un has 108 bytes with the closing NUL; see unix(7). */
  private static final int LONGEST = 107;

  public Endpoint {
    if (!socket.isAbsolute()) {
      throw new IllegalArgumentException("the socket path must be absolute: " + socket);
    }
    int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST) {
      throw new IllegalArgumentException(
          "the socket path is "
              + length
              + " bytes long and Linux allows "
              + LONGEST
              + ": "
              + socket);
    }
  }

  /**
   * Reads {@code unix:///path}, {@code unix:/path} or a bare absolute path.
   *
   * @throws IllegalArgumentException with a message for the person who wrote it
   */
  public static Endpoint parse(String text) {
    String path = text.startsWith("unix:") ? text.substring("unix:".length()) : text;
    if (path.startsWith("//")) {
      path = path.substring(2);
    }
    if (!path.startsWith("/") || path.endsWith("/")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a socket; write unix:///path/to/csi.sock");
    }
    return new Endpoint(Path.of(path).normalize());
  }

  /** As clients write it. */
  public URI uri() {
    return URI.create("unix://" + socket);
  }
}
