package example.ebs.emulator.attachment;

import java.util.Locale;

/**
 * Where an attachment stands. One that is detached is not there any more.
 *
 * <p>{@code BUSY}: detaching was asked for, and something still has the device open.
 */
public enum AttachmentState {
  ATTACHING,
  ATTACHED,
  DETACHING,
  BUSY;

  /** As DescribeVolumes writes it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As DescribeInstances writes it, which knows no {@code busy}. */
  public String textOfInstance() {
    return this == BUSY ? DETACHING.text() : text();
  }
}
