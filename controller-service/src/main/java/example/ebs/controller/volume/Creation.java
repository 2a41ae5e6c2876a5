package example.ebs.controller.volume;

import example.ebs.csi.failure.Failure;

/** What came of a request to create a volume. */
public sealed interface Creation {
  /** The volume exists; it may still be creating. */
  record Created(EbsVolume volume) implements Creation {}

  /**
   * The token is spent and gives no volume any more: it was used with other parameters, or what it
   * created failed.
   */
  record TokenSpent() implements Creation {}

  /**
   * The last answer was a refusal, but an attempt before it got none, or none that settles it: the
   * volume may exist.
   */
  record Unsettled(Failure refusal) implements Creation {}
}
