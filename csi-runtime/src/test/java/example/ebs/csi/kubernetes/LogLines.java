package example.ebs.csi.kubernetes;

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
    logger = (Logger) LoggerFactory.getLogger(teller);
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
  }

  /** Those that people see unless they ask for more. */
  public List<String> told() {
    return List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }
}
