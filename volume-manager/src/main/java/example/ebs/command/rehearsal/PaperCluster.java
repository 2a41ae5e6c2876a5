package example.ebs.command.rehearsal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A Kubernetes API of a few sentences: one node, one class, one claim that wants a volume, and a
 * grateful answer to whatever is written.
 */
final class PaperCluster implements AutoCloseable {
  private final HttpServer server;
  private final String zone;
  private final String driver;
  private final CountDownLatch written = new CountDownLatch(1);

  private PaperCluster(HttpServer server, String zone, String driver) {
    this.server = server;
    this.zone = zone;
    this.driver = driver;
  }

  static PaperCluster start(String zone, String driver) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    PaperCluster cluster = new PaperCluster(server, zone, driver);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", cluster::answer);
    server.start();
    return cluster;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Whether a PersistentVolume was written in time. */
  boolean awaitVolume(Duration longest) {
    try {
      return written.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      boolean get = exchange.getRequestMethod().equals("GET");
      if (get && String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=true")) {
        hold(exchange);
      } else if (get) {
        reply(exchange, path.contains("/leases/") ? 404 : 200, list(path));
      } else {
        reply(exchange, 200, exchange.getRequestMethod().equals("PATCH") ? claim() : text(body));
        if (path.endsWith("/persistentvolumes")) {
          written.countDown();
        }
      }
    }
  }

  /** A watch in which nothing ever happens; not by web socket, which this server does not speak. */
  private void hold(HttpExchange exchange) throws IOException {
    if (exchange.getRequestHeaders().containsKey("Upgrade")) {
      reply(exchange, 200, "");
      return;
    }
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().flush();
    awaitVolume(Duration.ofMinutes(1));
  }

  private static void reply(HttpExchange exchange, int code, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private String list(String path) {
    return switch (path.substring(path.lastIndexOf('/') + 1)) {
      case "nodes" -> list("v1", "NodeList", "{%s,\"spec\":{}}".formatted(meta("node-1", "")));
      case "csinodes" -> list("storage.k8s.io/v1", "CSINodeList", csiNode());
      case "storageclasses" -> list("storage.k8s.io/v1", "StorageClassList", storageClass());
      case "persistentvolumeclaims" -> list("v1", "PersistentVolumeClaimList", claim());
      case "persistentvolumes" -> list("v1", "PersistentVolumeList", "");
      case "volumeattachments" -> list("storage.k8s.io/v1", "VolumeAttachmentList", "");
      case "csistoragecapacities" -> list("storage.k8s.io/v1", "CSIStorageCapacityList", "");
      default -> "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":404}";
    };
  }

  private static String list(String version, String kind, String item) {
    return "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[%s]}"
        .formatted(version, kind, item);
  }

  private String csiNode() {
    return "{%s,\"spec\":{\"drivers\":[{\"name\":\"%s\",\"nodeID\":\"i-1\",\"topologyKeys\":[\"topology.kubernetes.io/zone\"]}]}}"
        .formatted(meta("node-1", ""), driver);
  }

  private String storageClass() {
    return "{%s,\"provisioner\":\"%s\",\"reclaimPolicy\":\"Delete\",\"volumeBindingMode\":\"Immediate\"}"
        .formatted(meta("paper", ""), driver);
  }

  private String claim() {
    return "{\"apiVersion\":\"v1\",\"kind\":\"PersistentVolumeClaim\",%s,\"spec\":{\"accessModes\":[\"ReadWriteOnce\"],\"storageClassName\":\"paper\",\"resources\":{\"requests\":{\"storage\":\"1Gi\"}}}}"
        .formatted(meta("claim", "default"));
  }

  /** Everything that any of the objects needs, on all of them. */
  private String meta(String name, String namespace) {
    return """
        "metadata":{"name":"%1$s","namespace":"%2$s","uid":"u-%1$s","resourceVersion":"1",
         "labels":{"topology.kubernetes.io/zone":"%3$s"},
         "annotations":{"volume.kubernetes.io/storage-provisioner":"%4$s"},
         "finalizers":["kubernetes.io/pvc-protection"]}"""
        .formatted(name, namespace, zone, driver);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
