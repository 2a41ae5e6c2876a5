package example.ebs.csi.health;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to serve HTTP: {@code host:port}, {@code [v6]:port} or {@code :port}, the last meaning
 * every address, as in the sidecars' {@code --http-endpoint}. Port 0 takes any free one.
 */
public record HttpEndpoint(String host, int port) {
  private static final Pattern FORM = Pattern.compile("(?:\\[([^]]+)]|([^:\\[\\]]*)):(\\d{1,5})");

  /**
   * Reads the text.
   *
   * @throws IllegalArgumentException with a message for the person who wrote it
   */
  public static HttpEndpoint parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65_535) {
      throw new IllegalArgumentException(
          "'" + text + "' is not host:port, [v6-address]:port or :port");
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return new HttpEndpoint(host, Integer.parseInt(matcher.group(3)));
  }

  InetSocketAddress address() {
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }
}
