package example.ebs.csi.kubernetes;

import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once that the API server has gone, and once that it is back, whoever notices. */
final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  private final URI server;
  private final AtomicBoolean away = new AtomicBoolean();

  Outage(URI server) {
    this.server = server;
  }

  void noticed(String reason) {
    if (away.compareAndSet(false, true)) {
      LOG.atWarn()
          .addKeyValue("server", server)
          .log(
              "the API server does not answer ({}); what waits for it goes on when it is back",
              reason);
    }
  }

  void over() {
    if (away.compareAndSet(true, false)) {
      LOG.atInfo().addKeyValue("server", server).log("the API server answers again");
    }
  }
}
