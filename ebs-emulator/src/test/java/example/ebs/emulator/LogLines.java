package example.ebs.emulator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class tells people, while it is open. */
public final class LogLines implements AutoCloseable {
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger logger;

  public LogLines(Class<?> teller) {
    this(teller.getName());
  }

  /** What a class tells whoever looks for a fault. */
  public static LogLines atDebug(Class<?> teller) {
    LogLines lines = new LogLines(teller);
    lines.logger.setLevel(Level.DEBUG);
    return lines;
  }

  /** What a class tells, or a package. */
  public LogLines(String teller) {
    logger = (Logger) LoggerFactory.getLogger(teller);
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
  }

  /** Those that people see unless they ask for more. */
  public List<String> told() {
    return List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** How many of them have a stack trace. */
  public long traces() {
    return List.copyOf(lines.list).stream()
        .filter(line -> line.getThrowableProxy() != null)
        .count();
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }
}
