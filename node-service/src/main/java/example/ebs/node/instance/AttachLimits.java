package example.ebs.node.instance;

import java.util.OptionalInt;

/**
 * How many volumes the scheduler may place on this node.
 *
 * <p>Asked at every NodeGetInfo, because the number changes with the network interfaces of the
 * instance.
 */
@FunctionalInterface
public interface AttachLimits {
  /** The number, at least 1; empty says nothing to the scheduler. Never throws. */
  OptionalInt now();

  /** A number that stays. */
  static AttachLimits of(int volumes) {
    OptionalInt limit = OptionalInt.of(new AttachLimit(volumes, "given").volumes());
    return () -> limit;
  }

  /** No limit is known. */
  static AttachLimits unknown() {
    return OptionalInt::empty;
  }
}
