package example.ebs.emulator.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import example.ebs.emulator.action.Region;
import example.ebs.emulator.count.Counts;
import example.ebs.emulator.fault.Fault;
import example.ebs.emulator.fault.Faults;
import example.ebs.emulator.time.Pause;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.XmlAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The region over HTTP: form posts and query strings in, XML out. */
public final class Ec2Endpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ec2Endpoint.class);
  private static final int LARGEST_BODY = 1 << 20;

  /** A connection beyond it is not refused but unheard, and its client tries again after 1 s. */
  private static final int MOST_CONNECTIONS_WAITING = 1024;

  private final HttpServer server;
  private final FrontDoor door;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Region region;
  private final Faults faults;
  private final Counts counts;
  private final Pause pause;
  private final Runnable afterRequest;
  private final Callers callers;

  /**
   * @param afterRequest told after each request, for something may be due sooner now
   */
  public Ec2Endpoint(
      InetSocketAddress address,
      Region region,
      Faults faults,
      Counts counts,
      Pause pause,
      Runnable afterRequest)
      throws IOException {
    this.region = region;
    this.faults = faults;
    this.counts = counts;
    this.pause = pause;
    this.afterRequest = afterRequest;
    this.callers = new Callers(address.getAddress().isLoopbackAddress());
    sendAtOnce();
    this.door = FrontDoor.at(address, MOST_CONNECTIONS_WAITING);
    this.server = behind(door);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.createContext(
        TestEndpoint.PATH,
        new TestEndpoint(callers, door::client, region.actions(), region.zones(), faults, counts)
            ::handle);
  }

  private static HttpServer behind(FrontDoor door) throws IOException {
    try {
      InetAddress inside = InetAddress.getLoopbackAddress();
      return HttpServer.create(new InetSocketAddress(inside, 0), MOST_CONNECTIONS_WAITING);
    } catch (IOException unable) {
      door.close();
      throw unable;
    }
  }

  /** Else a reply waits 40 ms on a kept connection; the JDK's server has no other switch. */
  private static void sendAtOnce() {
    String property = "sun.net.httpserver.nodelay";
    if (System.getProperty(property) == null) {
      System.setProperty(property, "true");
    }
  }

  public void listen() {
    server.start();
    door.open(server.getAddress());
  }

  public InetSocketAddress address() {
    return door.address();
  }

  @Override
  public void close() {
    door.close();
    server.stop(0);
    threads.shutdownNow();
    threads.close();
  }

  private record Reply(int status, String body) {}

  private void handle(HttpExchange exchange) throws IOException {
    String requestId = UUID.randomUUID().toString();
    try (exchange) {
      Optional<Reply> reply = reply(exchange, requestId);
      afterRequest.run();
      if (reply.isPresent()) {
        exchange.getResponseHeaders().set("Content-Type", "text/xml;charset=UTF-8");
        exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
        byte[] body = reply.get().body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.get().status(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Optional<Reply> reply(HttpExchange exchange, String requestId) {
    try {
      QueryParameters request = QueryParameters.parse(form(exchange));
      String action = request.text("Action").orElse("");
      if (region.actions().contains(action)) {
        counts.called(action);
      }
      Optional<Fault> fault = faults.take(action, request);
      meet(fault);
      LOG.atDebug().log(() -> "request " + request.loggable());
      String body = region.answer(request, requestId);
      LOG.debug("action={} status=200", action);
      return answered(fault, new Reply(200, body));
    } catch (Ec2Failure failure) {
      LOG.debug("status={} code={} {}", failure.status(), failure.code(), failure.message());
      return Optional.of(failed(failure, requestId));
    } catch (IOException e) {
      // The machine's fault, and the message says which; where it was met is of no use.
      LOG.error("requestId={} {}", requestId, e.toString());
      return Optional.of(internalError(e, requestId));
    } catch (Exception e) {
      LOG.error("requestId={} {}", requestId, e.toString(), e);
      return Optional.of(internalError(e, requestId));
    }
  }

  private Optional<Reply> answered(Optional<Fault> fault, Reply reply) throws InterruptedException {
    if (fault.isPresent() && fault.get() instanceof Fault.ReplyDelayed delayed) {
      pause.forAsLongAs(delayed.delay());
    }
    return fault.filter(Fault.ReplyLost.class::isInstance).isPresent()
        ? Optional.empty()
        : Optional.of(reply);
  }

  private static Reply internalError(Exception e, String requestId) {
    String message = "An internal error has occurred: " + e.getMessage();
    return failed(new Ec2Failure(500, "InternalError", message), requestId);
  }

  private static Reply failed(Ec2Failure failure, String requestId) {
    return new Reply(failure.status(), XmlAnswer.failure(failure, requestId));
  }

  private void meet(Optional<Fault> fault) throws InterruptedException {
    if (fault.isPresent()) {
      switch (fault.get()) {
        case Fault.Refused refused -> throw refused.failure();
        case Fault.Delayed delayed -> pause.forAsLongAs(delayed.delay());
        case Fault.ReplyDelayed _, Fault.ReplyLost _ -> {}
      }
    }
  }

  private String form(HttpExchange exchange) throws IOException {
    callers.check(exchange.getRequestHeaders());
    return switch (exchange.getRequestMethod()) {
      case "GET" -> Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
      case "POST" -> body(exchange);
      default ->
          throw new Ec2Failure(
              405,
              "MethodNotAllowed",
              "The method " + exchange.getRequestMethod() + " is not allowed");
    };
  }

  private static String body(HttpExchange exchange) throws IOException {
    try (InputStream in = exchange.getRequestBody()) {
      byte[] bytes = in.readNBytes(LARGEST_BODY + 1);
      if (bytes.length > LARGEST_BODY) {
        // What is left of it would be taken for the next request.
        exchange.getResponseHeaders().set("Connection", "close");
        throw new Ec2Failure(
            413, "RequestEntityTooLarge", "The request is larger than " + LARGEST_BODY + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
