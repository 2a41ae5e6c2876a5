package example.ebs.csi.time;

import io.grpc.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** When the caller of the current RPC stops listening. */
public final class CallDeadline {
  private CallDeadline() {}

  /**
   * The deadline of the RPC that runs on this thread, or {@code longest} from now if that is sooner
   * or it has none.
   */
  public static Deadline current(Duration longest, Clock clock) {
    io.grpc.Deadline asked = Context.current().getDeadline();
    if (asked == null) {
      return Deadline.after(longest, clock);
    }
    Duration left = Duration.ofNanos(Math.max(0, asked.timeRemaining(TimeUnit.NANOSECONDS)));
    return Deadline.after(left.compareTo(longest) < 0 ? left : longest, clock);
  }
}
