package example.ebs.csi.server;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.client.CsiChannel;
import example.ebs.csi.health.Readiness;
import example.ebs.csi.time.SteppedPause;
import example.ebs.proto.csi.GetPluginInfoRequest;
import example.ebs.proto.csi.IdentityGrpc;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SocketWatchTest {
  @TempDir private Path temporary;
  private final SteppedPause pause = new SteppedPause();
  private Path folder;
  private Endpoint endpoint;
  private UnixSocketServer server;
  private SocketWatch watch;

  @BeforeEach
  void serve() throws Exception {
    folder = Files.createDirectory(temporary.resolve("plugin"));
    endpoint = new Endpoint(folder.resolve("csi.sock"));
    server =
        UnixSocketServer.start(
            endpoint,
            List.of(
                new IdentityGrpcService(
                    new DriverIdentity("ebs.example", "1.2.3"), Readiness.always())),
            List.of());
    watch = new SocketWatch(List.of(server), pause);
    watch.start();
    pause.begun();
  }

  @AfterEach
  void stop() {
    watch.close();
    server.close();
  }

  @Test
  void aSocketThatIsThereIsLeftAsItIs() throws Exception {
    Object before = SocketFile.identity(endpoint.socket());

    pause.step();

    assertThat(SocketFile.identity(endpoint.socket())).isEqualTo(before);
    assertThat(watch.obstacle()).isEmpty();
  }

  @Test
  void aSocketThatSomebodyRemovedIsPutBackAndWhoIsConnectedStaysSo() throws Exception {
    try (CsiChannel connected = CsiChannel.open(endpoint)) {
      assertAnswers(connected);
      Files.delete(endpoint.socket());

      pause.step();

      assertAnswers(connected);
      assertThat(watch.obstacle()).isEmpty();
      assertServed();
    }
  }

  @Test
  void whereTheFolderIsGoneItSaysSoUntilItIsBack() throws Exception {
    Files.delete(endpoint.socket());
    Files.delete(folder);
    pause.step();
    assertThat(watch.obstacle())
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .contains("nobody can connect to the socket " + endpoint.socket())
                    .contains("does not exist"));

    Files.createDirectory(folder);
    pause.step();

    assertThat(watch.obstacle()).isEmpty();
    assertServed();
  }

  @Test
  void theSocketOfAnotherProcessIsLeftToItAndTold() throws Exception {
    Files.delete(endpoint.socket());
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(endpoint.socket()));
      pause.step();
      assertThat(watch.obstacle())
          .hasValueSatisfying(why -> assertThat(why).contains("another process serves"));
      assertThat(endpoint.socket()).exists();
    }

    pause.step();

    assertThat(watch.obstacle()).isEmpty();
    assertServed();
  }

  @Test
  void theSocketOfAnotherProcessStaysWhenThisOneEnds() throws Exception {
    Files.delete(endpoint.socket());
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(endpoint.socket()));

      server.close();

      assertThat(endpoint.socket()).exists();
    }
  }

  @Test
  void nothingElseIsLeftInTheFolderOfASocket() throws Exception {
    Files.delete(endpoint.socket());
    pause.step();

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(endpoint.socket());
    }
  }

  @Test
  void aServerThatIsClosedStaysSo() throws Exception {
    server.close();

    pause.step();

    assertThat(endpoint.socket()).doesNotExist();
    assertThat(watch.obstacle()).isEmpty();
  }

  private void assertServed() throws IOException {
    try (CsiChannel channel = CsiChannel.open(endpoint)) {
      assertAnswers(channel);
    }
  }

  private static void assertAnswers(CsiChannel channel) {
    assertThat(
            IdentityGrpc.newBlockingStub(channel.grpc())
                .getPluginInfo(GetPluginInfoRequest.getDefaultInstance())
                .getName())
        .isEqualTo("ebs.example");
  }
}
