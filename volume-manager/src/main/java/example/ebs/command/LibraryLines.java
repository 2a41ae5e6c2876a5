package example.ebs.command;

import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * What gRPC and the Kubernetes client log by java.util.logging, among our lines and in their form:
 * a line each. A stack trace of theirs, as for each request that is too long, leads only through
 * their own code.
 */
final class LibraryLines extends SLF4JBridgeHandler {
  private static final Logger ROOT = LogManager.getLogManager().getLogger("");

  /** Takes them from now on, also where it does already. */
  static void take() {
    if (!isInstalled()) {
      removeHandlersForRootLogger();
      ROOT.addHandler(new LibraryLines());
    }
  }

  @Override
  public void publish(LogRecord line) {
    Throwable thrown = line.getThrown();
    if (thrown != null) {
      line.setMessage(line.getMessage() + ": " + thrown);
      line.setThrown(null);
    }
    super.publish(line);
  }
}
