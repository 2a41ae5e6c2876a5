package example.ebs.provisioner.loop;

/** Brings one object, and what it stands for, into the state that it should have. */
@FunctionalInterface
public interface Reconciler {
  /**
   * Looks at the object as it is now and does what is missing; repeated after a crash at any line
   * it must end in the same state. May block, on a virtual thread of its own; the same key is never
   * worked on twice at a time.
   */
  Outcome reconcile(ObjectKey key);
}
