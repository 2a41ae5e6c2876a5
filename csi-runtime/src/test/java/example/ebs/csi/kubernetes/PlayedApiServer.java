package example.ebs.csi.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import example.ebs.csi.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A Kubernetes API server that only knows what it is told, with a certificate of its own. */
public final class PlayedApiServer implements AutoCloseable {
  private static final String PASSWORD = "password";
  private static final String KEYTOOL = System.getProperty("java.home") + "/bin/keytool";

  private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final String token;
  private final HttpsServer server;

  /**
   * Serves, and writes the certificate to trust, as {@code ca.crt}, into the folder, which may hold
   * a server's own already.
   */
  public PlayedApiServer(Path folder, String token) throws IOException {
    this.token = token;
    InetAddress loopback = InetAddress.getLoopbackAddress();
    server = HttpsServer.create(new InetSocketAddress(loopback, 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity(folder)));
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public void answer(String path, int status, String body) {
    answers.put(path, exchange -> reply(exchange, status, body));
  }

  /** Has questions for that path, whatever their query, answered by somebody. */
  public void answer(String path, HttpHandler handler) {
    answers.put(path, handler);
  }

  /** Answers as a whole. */
  public static void reply(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** A way to it for those who have the token that is in the folder. */
  public ServiceAccount account(Path folder) {
    return new ServiceAccount(uri(), folder);
  }

  public URI uri() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How many requests came through. */
  public int asked() {
    return asked.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    if (!List.of("Bearer " + token).equals(exchange.getRequestHeaders().get("Authorization"))) {
      reply(exchange, 401, "{}");
      return;
    }
    HttpHandler unknown = asked -> reply(asked, 404, "{}");
    answers.getOrDefault(exchange.getRequestURI().getPath(), unknown).handle(exchange);
  }

  private static SSLContext identity(Path folder) throws IOException {
    Path store = folder.resolve("server.p12");
    if (Files.notExists(store)) {
      keytool(
          store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-ext", "san=ip:127.0.0.1");
      keytool(store, "-exportcert", "-rfc", "-file", folder.resolve("ca.crt").toString());
    }
    try (InputStream file = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(file, PASSWORD.toCharArray());
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException unable) {
      throw new IOException(unable);
    }
  }

  private static void keytool(Path store, String command, String... options) {
    List<String> all = new ArrayList<>(List.of(KEYTOOL, command));
    all.addAll(List.of("-alias", "server", "-keystore", store.toString()));
    all.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
    all.addAll(List.of(options));
    Shell.run(all.toArray(String[]::new));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
