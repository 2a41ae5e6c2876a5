package example.ebs.controller.volume;

/** Whether and with which key a volume is encrypted. */
public sealed interface Encryption {
  /** Nothing was asked: the account's own default holds, which may well be encryption. */
  record AccountDefault() implements Encryption {}

  /** Encrypted with the account's default key. */
  record DefaultKey() implements Encryption {}

  /**
   * Encrypted with this key.
   *
   * @param id a key id, an alias, or the ARN of either, as EC2 takes it
   */
  record Key(String id) implements Encryption {
    /** Whether it names a key that EC2 reports under another name. */
    boolean isAlias() {
      return id.contains("alias/");
    }
  }
}
