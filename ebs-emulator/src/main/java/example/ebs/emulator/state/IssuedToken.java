package example.ebs.emulator.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;

/**
 * A client token that made something.
 *
 * @param request the SHA-256 of what was asked for with it: the same token with anything else is
 *     refused. Not the request itself, as tokens outlive what they made and all of them are in
 *     every snapshot
 * @param made the id of the volume, or of the reservation
 */
public record IssuedToken(String request, String made, Instant issued) {

  /** The token of a request that has just made something. */
  public static IssuedToken of(String request, String made, Instant now) {
    return new IssuedToken(digest(request), made, now);
  }

  /** Whether it came with the same request. */
  public boolean isFor(String other) {
    return request.equals(digest(other));
  }

  private static String digest(String request) {
    try {
      byte[] bytes =
          MessageDigest.getInstance("SHA-256").digest(request.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every Java has SHA-256", absent);
    }
  }
}
