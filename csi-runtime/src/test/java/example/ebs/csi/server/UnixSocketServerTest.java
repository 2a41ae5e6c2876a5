package example.ebs.csi.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import example.ebs.csi.client.CsiChannel;
import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.health.Readiness;
import example.ebs.proto.csi.GetPluginInfoRequest;
import example.ebs.proto.csi.GetPluginInfoResponse;
import example.ebs.proto.csi.IdentityGrpc;
import io.grpc.BindableService;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The socket: where it may be, whom it takes the place of, who may connect. */
final class UnixSocketServerTest {
  private static final DriverIdentity DRIVER = new DriverIdentity("ebs.example", "1.2.3");
  private static final BindableService IDENTITY =
      new IdentityGrpcService(DRIVER, Readiness.always());

  @TempDir private Path folder;
  private final List<CallEnd> ends = new CopyOnWriteArrayList<>();

  @Test
  void answersOnItsSocket() {
    try (UnixSocketServer _ = start(IDENTITY)) {
      GetPluginInfoResponse info = pluginInfo();

      assertThat(info.getName()).isEqualTo("ebs.example");
      assertThat(info.getVendorVersion()).isEqualTo("1.2.3");
    }
  }

  @Test
  void aSocketIsReachedWhateverItsPathIsMadeOf() throws IOException {
    assertAnswersAt(Files.createDirectory(folder.resolve(" %41#?[x]")).resolve("csi.sock"));
  }

  @Test
  void aSocketIsReachedThoughItsPathIsNotAscii() throws IOException {
    assumeThat(Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode('ü'))
        .as("this locale names no such file")
        .isTrue();

    assertAnswersAt(Files.createDirectory(folder.resolve("ü")).resolve("csi.sock"));
  }

  private static void assertAnswersAt(Path socket) {
    Endpoint endpoint = new Endpoint(socket);
    try (UnixSocketServer _ = UnixSocketServer.start(endpoint, List.of(IDENTITY), List.of());
        CsiChannel channel = CsiChannel.open(endpoint)) {
      GetPluginInfoResponse info =
          IdentityGrpc.newBlockingStub(channel.grpc())
              .getPluginInfo(GetPluginInfoRequest.getDefaultInstance());

      assertThat(info.getName()).isEqualTo("ebs.example");
    }
  }

  @Test
  void replacesTheSocketOfAProcessThatWasKilled() throws IOException {
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(socket()));
    }
    assertThat(socket()).as("left behind, as by a killed process").exists();

    try (UnixSocketServer _ = start(IDENTITY)) {
      assertThat(pluginInfo().getName()).isEqualTo("ebs.example");
    }
  }

  @Test
  void refusesASocketThatIsServedAndLeavesItServed() {
    try (UnixSocketServer _ = start(IDENTITY)) {
      assertThatThrownBy(() -> start(IDENTITY))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another process serves " + socket());
      assertThat(pluginInfo().getName()).isEqualTo("ebs.example");
    }
  }

  @Test
  void refusesAFileThatIsNoSocketAndLeavesItAsItIs() throws IOException {
    Files.writeString(socket(), "precious");

    assertThatThrownBy(() -> start(IDENTITY)).hasMessageContaining("is not a socket");
    assertThat(socket()).hasContent("precious");
  }

  @Test
  void refusesASymbolicLinkInsteadOfReplacingWhatItPointsTo() throws IOException {
    Files.createSymbolicLink(socket(), Files.writeString(folder.resolve("elsewhere"), "precious"));

    assertThatThrownBy(() -> start(IDENTITY)).hasMessageContaining("is not a socket");
    assertThat(socket()).isSymbolicLink();
  }

  @Test
  void saysWhichFolderIsMissing() {
    Endpoint endpoint = new Endpoint(folder.resolve("missing/csi.sock"));

    assertThatThrownBy(() -> UnixSocketServer.start(endpoint, List.of(IDENTITY), List.of()))
        .hasMessageContaining("missing/csi.sock")
        .hasMessageContaining("does not exist");
  }

  @Test
  void onlyOwnerAndGroupMayConnect() throws IOException {
    try (UnixSocketServer _ = start(IDENTITY)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
          .isEqualTo("rw-rw----");
    }
  }

  @Test
  void removesItsSocketWhenClosed() {
    start(IDENTITY).close();

    assertThat(socket()).doesNotExist();
  }

  private UnixSocketServer start(BindableService service) {
    return UnixSocketServer.start(new Endpoint(socket()), List.of(service), List.of(ends::add));
  }

  private Path socket() {
    return folder.resolve("csi.sock");
  }

  private GetPluginInfoResponse pluginInfo() {
    try (CsiChannel channel = CsiChannel.open(new Endpoint(socket()))) {
      return IdentityGrpc.newBlockingStub(channel.grpc())
          .getPluginInfo(GetPluginInfoRequest.getDefaultInstance());
    }
  }
}
