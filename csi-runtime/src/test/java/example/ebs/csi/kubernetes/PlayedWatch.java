package example.ebs.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A kind of object whose list and changes the test plays. */
public final class PlayedWatch implements HttpHandler {
  private static final String END = "";

  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private volatile String list = "";
  private volatile int refusal;

  /** Lists that from now on; a text that is not JSON goes out as it is. */
  public void list(String body) {
    list = body;
  }

  /** Refuses every question with that status; 0 ends it. */
  public void refuse(int status) {
    refusal = status;
  }

  /** Sends that as a part of the watch that is open, or of the next one. */
  public void send(String part) {
    lines.add(part);
  }

  /** Ends the watch that is open. */
  public void end() {
    lines.add(END);
  }

  /** The query of the next question that was not looked at yet. */
  public String asked() throws InterruptedException {
    Optional<String> query = Optional.ofNullable(asked.poll(30, TimeUnit.SECONDS));
    assertThat(query).as("a question").isPresent();
    return query.orElseThrow();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    int status = refusal;
    asked.add(query);
    if (status != 0) {
      PlayedApiServer.reply(exchange, status, "");
    } else if (query.contains("watch=true")) {
      watch(exchange);
    } else {
      PlayedApiServer.reply(exchange, 200, list);
    }
  }

  private void watch(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      body.flush();
      for (String line = lines.take(); !line.equals(END); line = lines.take()) {
        body.write(line.getBytes(StandardCharsets.UTF_8));
        body.flush();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
