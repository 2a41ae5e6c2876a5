package example.ebs.controller.modification;

/** What came of a request to modify a volume. */
public sealed interface ModificationStart {
  /** EC2 took it. */
  record Begun(Modification modification) implements ModificationStart {}

  /**
   * EC2 modifies a volume only so often, and it was modified too often lately.
   *
   * @param said what EC2 says of it
   */
  record TooSoon(String said) implements ModificationStart {}
}
