package example.ebs.csi.server;

import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.failure.Failure;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line per RPC: method, what it was about, how it ended, how long it took; never a secret.
 *
 * <p>Calls that a kubelet or sidecar repeats all day and that went well are at debug, all others at
 * info, failures at warn, and what nobody foresaw at error with its trace.
 */
public final class CallLog implements CallEnd.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(CallLog.class);
  private static final Set<String> ROUTINE =
      Set.of(
          "Probe",
          "GetPluginInfo",
          "GetPluginCapabilities",
          "ControllerGetCapabilities",
          "NodeGetCapabilities",
          "NodeGetInfo");

  @Override
  public void ended(CallEnd call) {
    LoggingEventBuilder line = LOG.atLevel(level(call));
    line = line.addKeyValue("method", call.shortMethod()).addKeyValue("code", call.code());
    line = line.addKeyValue("ms", milliseconds(call.took()));
    if (call.request().isPresent()) {
      for (var subject : RequestText.subjects(call.request().get()).entrySet()) {
        line = line.addKeyValue(subject.getKey(), subject.getValue());
      }
    }
    if (isDefect(call)) {
      line = line.setCause(call.cause().orElseThrow());
    }
    line.log(call.succeeded() ? "rpc" : RequestText.printable(call.message()));
    call.request()
        .ifPresent(request -> LOG.atDebug().log(() -> "request " + RequestText.full(request)));
  }

  /** With two decimals; String.format takes longer than all the rest of a line. */
  private static String milliseconds(Duration took) {
    long hundredths = (took.toNanos() + 5_000) / 10_000;
    long rest = hundredths % 100;
    return hundredths / 100 + (rest < 10 ? ".0" : ".") + rest;
  }

  private static Level level(CallEnd call) {
    if (isDefect(call)) {
      return Level.ERROR;
    }
    if (!call.succeeded()) {
      return Level.WARN;
    }
    return ROUTINE.contains(call.shortMethod()) ? Level.DEBUG : Level.INFO;
  }

  /** Only what is not one of our own, foreseen failures is worth a trace. */
  private static boolean isDefect(CallEnd call) {
    return call.cause()
        .filter(cause -> !(cause instanceof Failure) || cause instanceof Failure.Internal)
        .isPresent();
  }
}
