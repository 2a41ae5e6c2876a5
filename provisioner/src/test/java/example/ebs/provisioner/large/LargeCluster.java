package example.ebs.provisioner.large;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Kubernetes API with very many objects, none of which it holds: it writes each when asked. */
final class LargeCluster implements AutoCloseable {
  private static final Pattern LIMIT = Pattern.compile("(?:^|&)limit=(\\d+)");
  private static final Pattern CONTINUE = Pattern.compile("(?:^|&)continue=(\\d+)");
  private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]+)\"");
  private static final String END = "";
  private static final String NONE =
      "{\"apiVersion\":\"storage.k8s.io/v1\",\"kind\":\"CSIStorageCapacityList\",\"items\":[]}";
  private static final String NOT_FOUND =
      "{\"apiVersion\":\"v1\",\"kind\":\"Status\",\"status\":\"Failure\",\"code\":404}";

  private final Map<String, Kind> kinds;
  private final HttpServer server;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong longestPage = new AtomicLong();
  private final AtomicLong version = new AtomicLong(1);
  private final Map<String, BlockingQueue<String>> watches = new ConcurrentHashMap<>();
  private final Map<String, String> kept = new ConcurrentHashMap<>();

  /**
   * A kind of objects.
   *
   * @param list its name of the list
   */
  private record Kind(String group, String list, int count, Objects objects) {}

  /** Writes one object. */
  @FunctionalInterface
  private interface Objects {
    String json(int number, long version);
  }

  LargeCluster(int claims, int nodes) throws IOException {
    kinds =
        Map.of(
            "persistentvolumeclaims",
            new Kind("v1", "PersistentVolumeClaimList", claims, LargeObjects::claim),
            "persistentvolumes",
            new Kind("v1", "PersistentVolumeList", claims, LargeObjects::volume),
            "nodes",
            new Kind("v1", "NodeList", nodes, LargeObjects::node),
            "storageclasses",
            new Kind("storage.k8s.io/v1", "StorageClassList", 1, LargeObjects::storageClass),
            "csinodes",
            new Kind("storage.k8s.io/v1", "CSINodeList", nodes, LargeObjects::csiNode),
            "volumeattachments",
            new Kind(
                "storage.k8s.io/v1", "VolumeAttachmentList", claims, LargeObjects::attachment));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  long requests() {
    return requests.get();
  }

  /** How many objects were in the longest answer. */
  long longestPage() {
    return longestPage.get();
  }

  /** Changes what a node says of itself. */
  void changeNode(int number) {
    String node = LargeObjects.node(number, version.incrementAndGet());
    Optional.ofNullable(watches.get("nodes"))
        .ifPresent(watch -> watch.add("{\"type\":\"MODIFIED\",\"object\":" + node + "}\n"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    String path = exchange.getRequestURI().getPath();
    String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    Optional<Kind> kind = Optional.ofNullable(kinds.get(path.substring(path.lastIndexOf('/') + 1)));
    if ("websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Upgrade"))) {
      // The client asks for a WebSocket first, and then follows a plain answer.
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    } else if (kind.isEmpty()) {
      keep(exchange, path);
    } else if (query.contains("watch=true")) {
      watch(exchange, path.substring(path.lastIndexOf('/') + 1));
    } else {
      list(exchange, kind.get(), number(LIMIT, query), number(CONTINUE, query).orElse(0));
    }
  }

  /** What the loops write: a lease, and what the scheduler is told. */
  private void keep(HttpExchange exchange, String path) throws IOException {
    if (exchange.getRequestMethod().equals("GET")) {
      String found = kept.getOrDefault(path, path.endsWith("csistoragecapacities") ? NONE : "");
      send(exchange, found.isEmpty() ? 404 : 200, found.isEmpty() ? NOT_FOUND : found);
    } else {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      kept.put(path.endsWith("/leases") ? path + "/" + name(body) : path, body);
      send(exchange, 200, body);
    }
  }

  private static String name(String body) {
    Matcher found = NAME.matcher(body);
    return found.find() ? found.group(1) : "";
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static Optional<Integer> number(Pattern pattern, String query) {
    Matcher found = pattern.matcher(query);
    return found.find() ? Optional.of(Integer.valueOf(found.group(1))) : Optional.empty();
  }

  private void list(HttpExchange exchange, Kind kind, Optional<Integer> limit, int from)
      throws IOException {
    int to = Math.min(kind.count(), from + limit.orElse(kind.count()));
    longestPage.accumulateAndGet(to - from, Math::max);
    String rest = to < kind.count() ? ",\"continue\":\"" + to + "\"" : "";
    String items =
        IntStream.range(from, to)
            .mapToObj(number -> kind.objects().json(number, 1))
            .collect(Collectors.joining(","));
    String body =
        "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":{\"resourceVersion\":\"1\"%s},\"items\":[%s]}"
            .formatted(kind.group(), kind.list(), rest, items);
    send(exchange, 200, body);
  }

  private void watch(HttpExchange exchange, String kind) throws IOException {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    watches.put(kind, lines);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.flush();
      for (String line = lines.take(); !line.equals(END); line = lines.take()) {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (InterruptedException stopped) {
      throw new UncheckedIOException(new IOException(stopped));
    }
  }

  @Override
  public void close() {
    watches.values().forEach(watch -> watch.add(END));
    server.stop(0);
  }
}
