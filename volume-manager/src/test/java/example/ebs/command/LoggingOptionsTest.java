package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

final class LoggingOptionsTest {
  @Test
  void aMessageIsOneLineWhateverItsWords() {
    LoggingEvent event = new LoggingEvent();
    event.setLevel(Level.INFO);
    event.setInstant(Instant.EPOCH);
    event.setMessage("node x\r\nINFO all is well");
    event.addKeyValuePair(new KeyValuePair("node", "a\nINFO b"));
    byte[] line = LoggingOptions.text(new LoggerContext()).encode(event);
    assertThat(new String(line, StandardCharsets.UTF_8))
        .isEqualTo(
            "1970-01-01T00:00:00.000Z INFO  node x INFO all is well node=\"a INFO b\""
                + System.lineSeparator());
  }
}
