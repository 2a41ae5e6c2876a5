package example.ebs.emulator.server;

import com.sun.net.httpserver.Headers;
import example.ebs.emulator.wire.Ec2Failure;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps web pages away: nobody checks a signature here, so one that is open in a browser on this
 * machine could else make and delete volumes.
 *
 * <p>A browser names the page with {@code Origin}, or, where it only loads an image, with {@code
 * Sec-Fetch-Site}. A page whose own name has been pointed at this machine sends neither, but that
 * name: so whoever reaches a loopback address must call it by an address or as localhost.
 */
final class Callers {
  private static final Pattern LOCAL =
      Pattern.compile(
          "(?:[0-9.]+|\\[[0-9a-fA-F:.%]+\\]|(?:[a-z0-9-]+\\.)*localhost\\.?)(?::[0-9]+)?",
          Pattern.CASE_INSENSITIVE);

  private final boolean loopback;

  Callers(boolean loopback) {
    this.loopback = loopback;
  }

  void check(Headers headers) {
    Optional<String> site = Optional.ofNullable(headers.getFirst("Sec-Fetch-Site"));
    if (headers.containsKey("Origin") || site.filter(from -> !from.equals("none")).isPresent()) {
      throw refused("Requests from web pages are not accepted");
    }
    String host = Optional.ofNullable(headers.getFirst("Host")).orElse("localhost");
    if (loopback && !LOCAL.matcher(host).matches()) {
      throw refused(
          "Requests for the host '%s' are not accepted; use localhost or 127.0.0.1"
              .formatted(host));
    }
  }

  private static Ec2Failure refused(String message) {
    return new Ec2Failure(403, "UnauthorizedOperation", message);
  }
}
