package example.ebs.emulator.attachment;

import java.time.Instant;

/**
 * The tie of a volume to one instance.
 *
 * @param device the device name as it was asked for
 * @param since when attaching was asked for
 * @param due when the state passes, if it is one that passes by itself
 * @param deletedWithInstance whether the volume goes when the instance is terminated
 */
public record Attachment(
    String instanceId,
    String device,
    Instant since,
    AttachmentState state,
    Instant due,
    boolean deletedWithInstance) {

  public Attachment in(AttachmentState next, Instant nextDue) {
    return new Attachment(instanceId, device, since, next, nextDue, deletedWithInstance);
  }

  /** The same, where the volume stays when the instance is terminated. */
  public Attachment kept() {
    return new Attachment(instanceId, device, since, state, due, false);
  }

  /** Detaching was asked for and is not finished. */
  public boolean leaving() {
    return state == AttachmentState.DETACHING || state == AttachmentState.BUSY;
  }
}
