package example.ebs.emulator.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port that clients know, in front of the JDK's HTTP server, which waits for ever for the line
 * break in the greeting of a client that speaks TLS. Who greets so is told at once what is spoken
 * here; all others are passed on, byte by byte.
 */
final class FrontDoor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

  /** The first byte of every TLS handshake (RFC 8446, 5.1), and of no HTTP request. */
  private static final int TLS_HANDSHAKE = 22;

  private static final int GREETING = 4096;

  /** In milliseconds, until a client has said something. */
  private static final int LONGEST_SILENCE = 30_000;

  private static final Duration RETRY = Duration.ofMillis(100);

  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Who is behind each connection to the server, by its port on this side. */
  private final Map<Integer, InetAddress> clients = new ConcurrentHashMap<>();

  private FrontDoor(ServerSocket listening) {
    this.listening = listening;
  }

  /** Takes the address, where clients wait until it is opened. */
  static FrontDoor at(InetSocketAddress address, int mostWaiting) throws IOException {
    ServerSocket listening = new ServerSocket();
    try {
      listening.bind(address, mostWaiting);
      return new FrontDoor(listening);
    } catch (BindException unable) {
      listening.close();
      throw new IOException(
          "cannot listen on %s:%d: %s; stop what has that port or choose another with --port, or another address of this machine with --bind"
              .formatted(
                  address.getAddress().getHostAddress(), address.getPort(), unable.getMessage()),
          unable);
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  /**
   * Where the client is that the server sees at that address; the address itself where it did not
   * come through this door.
   */
  InetAddress client(InetSocketAddress seen) {
    return clients.getOrDefault(seen.getPort(), seen.getAddress());
  }

  /** Begins to let clients in, to the server at that address. */
  void open(InetSocketAddress server) {
    var _ = Thread.ofVirtual().name("front-door").start(() -> welcome(server));
  }

  private void welcome(SocketAddress server) {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        open.add(client);
        var _ = Thread.ofVirtual().name("client").start(() -> receive(client, server));
      } catch (IOException e) {
        if (!listening.isClosed()) {
          LOG.warn("a client was not let in: {}", e.toString());
          // Such as too many open files, which takes a moment to pass.
          LockSupport.parkNanos(RETRY.toNanos());
        }
      }
    }
  }

  private void receive(Socket client, SocketAddress server) {
    try (client) {
      client.setTcpNoDelay(true);
      client.setSoTimeout(LONGEST_SILENCE);
      byte[] greeting = new byte[GREETING];
      int length = client.getInputStream().read(greeting);
      client.setSoTimeout(0);
      if (length > 0 && greeting[0] == TLS_HANDSHAKE) {
        refuseTls(client);
      } else if (length > 0) {
        passOn(client, server, greeting, length);
      }
    } catch (IOException e) {
      LOG.debug("a connection ended: {}", e.toString());
    } finally {
      open.remove(client);
    }
  }

  private void refuseTls(Socket client) throws IOException {
    String text = "This port speaks http, not https.\n";
    String answer =
        "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(text.length(), text);
    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    client.shutdownOutput();
    LOG.info("a client that speaks https was refused: {} speaks http", address());
  }

  private void passOn(Socket client, SocketAddress server, byte[] greeting, int length)
      throws IOException {
    try (Socket inside = new Socket()) {
      inside.setTcpNoDelay(true);
      inside.connect(server);
      clients.put(inside.getLocalPort(), client.getInetAddress());
      converse(client, inside, greeting, length);
    }
  }

  private void converse(Socket client, Socket inside, byte[] greeting, int length)
      throws IOException {
    int port = inside.getLocalPort();
    try {
      inside.getOutputStream().write(greeting, 0, length);
      Thread requests = Thread.ofVirtual().name("requests").start(() -> pass(client, inside));
      pass(inside, client);
      // The server ends a connection when it has nothing more to say to the client.
      client.close();
      requests.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      clients.remove(port);
    }
  }

  /** Until the one has nothing more to say, which the other then hears, or cannot be heard. */
  private static void pass(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      var _ = in.transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      LOG.debug("a connection broke: {}", e.toString());
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("a connection was not closed: {}", e.toString());
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      LOG.warn("the port {} was not given back: {}", address(), e.toString());
    }
    open.forEach(FrontDoor::close);
  }
}
