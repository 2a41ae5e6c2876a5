package example.ebs.linux.quota;

/** Whether a filesystem can limit directories. */
public sealed interface QuotaSupport {
  /** It does. */
  record Enforced() implements QuotaSupport {}

  /**
   * It does not.
   *
   * @param reason what is missing and what would bring it, for a message to people
   */
  record Missing(String reason) implements QuotaSupport {}
}
