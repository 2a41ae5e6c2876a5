package example.ebs.provisioner.loop;

import java.time.Duration;

/** What became of one look at an object. */
public sealed interface Outcome {
  /** Nothing is left to do until the object changes. */
  record Done() implements Outcome {}

  /** It did not work out; look again after a delay that grows with every failure in a row. */
  record Retry() implements Outcome {}

  /** Look again after that long, whatever the failures before. */
  record After(Duration delay) implements Outcome {}

  static Outcome done() {
    return new Done();
  }

  static Outcome retry() {
    return new Retry();
  }

  /** What will not work however often it is tried is tried seldom; a change is seen at once. */
  static Outcome hopeless() {
    return new After(Duration.ofMinutes(5));
  }

  static Outcome after(Duration delay) {
    return new After(delay);
  }
}
