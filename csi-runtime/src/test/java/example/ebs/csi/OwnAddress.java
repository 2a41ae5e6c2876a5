package example.ebs.csi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A loopback address that nobody else uses, for what has to listen where a test says, or twice on
 * one port.
 *
 * <p>A port of 127.0.0.1 that was free a moment ago may be taken: whoever connects to anything on
 * this machine gets one of them.
 */
public final class OwnAddress {
  private OwnAddress() {}

  /** Another one each time, such as {@code 127.83.4.250}. */
  public static String host() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "127.%d.%d.%d"
        .formatted(random.nextInt(1, 255), random.nextInt(1, 255), random.nextInt(1, 255));
  }

  /** An address and a port that stay free until somebody listens there, as {@code host:port}. */
  public static String hostAndPort() throws IOException {
    String host = host();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return host + ":" + free.getLocalPort();
    }
  }
}
