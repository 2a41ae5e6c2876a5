package example.ebs.csi.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash by which names become ids, numbers and choices that are the same every time. */
public final class Sha256 {
  private Sha256() {}

  /** The 32 bytes for a text in UTF-8. */
  public static byte[] of(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  /** The same as 64 digits. */
  public static String hex(String text) {
    return HexFormat.of().formatHex(of(text));
  }
}
