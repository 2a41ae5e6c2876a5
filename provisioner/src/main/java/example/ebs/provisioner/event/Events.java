package example.ebs.provisioner.event;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * Tells users what happened to an object, as Kubernetes events.
 *
 * <p>Returns at once and never throws: an event that cannot be written is lost, and the log has its
 * words. The same words about the same object are one event with a count.
 */
public interface Events {
  /**
   * Something went as it should.
   *
   * @param reason one word in camel case, as in Kubernetes' own events
   */
  void normal(HasMetadata about, String reason, String message);

  /** Something did not; the message says what was wanted, what was found and what to do. */
  void warning(HasMetadata about, String reason, String message);
}
