package example.ebs.provisioner.loop;

import java.time.Duration;

/** What became of one look at an object. */
public sealed interface Outcome {
  /** Nothing is left to do until the object changes. */
  record Done() implements Outcome {}

  /**
   * It failed; look again after a delay that grows with every look in a row that did not get there.
   * Only a change of the object itself ends the delay before.
   */
  record Retry() implements Outcome {}

  /**
   * It waits for something else in the cluster, such as a node; look again when that changes, or
   * after such a delay.
   */
  record Wait() implements Outcome {}

  /** Look again after that long, whatever came before. */
  record After(Duration delay) implements Outcome {}

  static Outcome done() {
    return new Done();
  }

  static Outcome retry() {
    return new Retry();
  }

  static Outcome waiting() {
    return new Wait();
  }

  /**
   * What will not work however often it is tried is tried seldom; a change is seen at once, and
   * also one of what it was made of, such as its class.
   */
  static Outcome seldom() {
    return new After(Duration.ofMinutes(5));
  }

  static Outcome after(Duration delay) {
    return new After(delay);
  }
}
