package example.ebs.emulator.fault;

import example.ebs.emulator.wire.Ec2Failure;
import java.time.Duration;

/** One thing that goes wrong with one request. */
public sealed interface Fault {
  /** The request fails and nothing is done. */
  record Refused(Ec2Failure failure) implements Fault {}

  /** The request waits first. */
  record Delayed(Duration delay) implements Fault {}

  /** The request is carried out, and its reply waits. */
  record ReplyDelayed(Duration delay) implements Fault {}

  /** The request is carried out and its reply dropped. */
  record ReplyLost() implements Fault {}
}
