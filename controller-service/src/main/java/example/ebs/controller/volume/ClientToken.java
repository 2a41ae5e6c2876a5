package example.ebs.controller.volume;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The client token of a volume's name: the same in every process and after every crash.
 *
 * <p>EC2 limits a token to 64 characters, which a SHA-256 in hex has.
 */
final class ClientToken {
  private ClientToken() {}

  /**
   * The token of an attempt.
   *
   * @param attempt 1, or more once the tokens of earlier attempts are spent
   */
  static String of(String name, int attempt) {
    String text = attempt == 1 ? name : name + "-" + attempt;
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java runtime has SHA-256", impossible);
    }
  }
}
