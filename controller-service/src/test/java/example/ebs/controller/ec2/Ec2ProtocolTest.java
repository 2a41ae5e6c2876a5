package example.ebs.controller.ec2;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An endpoint of the other protocol is a quick answer with its reason, and never a hang. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class Ec2ProtocolTest {
  @Test
  void httpsToAServerOfHttpSaysSo() throws IOException {
    try (ServerSocket server = plain();
        Ec2 ec2 = open("https", server)) {
      serve(
          server,
          connection ->
              connection
                  .getOutputStream()
                  .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
      assertThatThrownBy(() -> ec2.volumes().findByName("a"))
          .isInstanceOf(Failure.Unavailable.class)
          .hasMessageContainingAll("https://127.0.0.1:", "seems to speak http and not https");
    }
  }

  @Test
  void httpsToAServerThatWaitsForHttpEndsWithItsLimit() throws IOException {
    try (ServerSocket server = plain();
        Ec2 ec2 = open("https", server)) {
      assertThatThrownBy(() -> ec2.volumes().findByName("a"))
          .isInstanceOf(Failure.TimedOut.class)
          .hasMessageContaining("https://127.0.0.1:");
    }
  }

  @Test
  void httpToAServerOfHttpsSaysSo() throws IOException {
    try (ServerSocket server =
            SSLServerSocketFactory.getDefault()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Ec2 ec2 = open("http", server)) {
      serve(server, connection -> connection.getInputStream().read());
      assertThatThrownBy(() -> ec2.volumes().findByName("a"))
          .isInstanceOf(Failure.Unavailable.class)
          .hasMessageContainingAll("http://127.0.0.1:", "seems to speak https and not http");
    }
  }

  private static ServerSocket plain() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static Ec2 open(String scheme, ServerSocket server) {
    return Ec2Clients.open(
        Optional.of(URI.create(scheme + "://127.0.0.1:" + server.getLocalPort())),
        Optional.of("us-east-1"),
        Optional.of(new Ec2Clients.Credentials("test", "test")),
        Duration.ofSeconds(1));
  }

  private static void serve(ServerSocket server, Conversation conversation) {
    Thread.ofVirtual()
        .start(
            () -> {
              while (!server.isClosed()) {
                converse(server, conversation);
              }
            });
  }

  private static void converse(ServerSocket server, Conversation conversation) {
    try (Socket connection = server.accept()) {
      conversation.with(connection);
    } catch (IOException ended) {
      if (server.isClosed()) {
        return;
      }
      // The client speaks something else, which is what is tried here.
      if (!(ended instanceof javax.net.ssl.SSLException)) {
        throw new UncheckedIOException(ended);
      }
    }
  }

  @FunctionalInterface
  private interface Conversation {
    void with(Socket connection) throws IOException;
  }
}
