package example.ebs.csi.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.failure.StatusToFailure;
import example.ebs.csi.health.Readiness;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.Endpoint;
import example.ebs.csi.server.IdentityGrpcService;
import example.ebs.csi.server.UnixSocketServer;
import example.ebs.proto.csi.GetPluginInfoRequest;
import example.ebs.proto.csi.IdentityGrpc;
import example.ebs.proto.csi.ProbeRequest;
import io.grpc.Channel;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsiChannelTest {
  @TempDir private Path folder;
  private final List<CallEnd> ended = new CopyOnWriteArrayList<>();

  @Test
  void aSocketThatIsNotThereIsNamedWithTheReason() {
    try (CsiChannel channel = CsiChannel.open(socket())) {
      assertThatThrownBy(() -> probe(channel.grpc()))
          .isInstanceOf(Failure.Unavailable.class)
          .hasMessageContaining(socket().socket().toString())
          .hasMessageContaining("No such file or directory");
    }
  }

  @Test
  void aSocketThatNobodyServesIsNamedWithTheReason() throws IOException {
    try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listening.bind(UnixDomainSocketAddress.of(socket().socket()));
    }
    try (CsiChannel channel = CsiChannel.open(socket())) {
      assertThatThrownBy(() -> probe(channel.grpc()))
          .isInstanceOf(Failure.Unavailable.class)
          .hasMessageContaining(socket().socket().toString())
          .hasMessageContaining("Connection refused");
    }
  }

  @Test
  void eachCallThatIsSentIsToldWithItsRequestAndItsEnd() {
    IdentityGrpcService identity =
        new IdentityGrpcService(new DriverIdentity("a.example", "1"), Readiness.always());
    try (UnixSocketServer _ = UnixSocketServer.start(socket(), List.of(identity), List.of());
        CsiChannel channel = CsiChannel.open(socket())) {
      var _ =
          IdentityGrpc.newBlockingStub(channel.telling(ended::add))
              .getPluginInfo(GetPluginInfoRequest.getDefaultInstance());
    }
    assertThat(ended).hasSize(1);
    assertThat(ended.getFirst().shortMethod()).isEqualTo("GetPluginInfo");
    assertThat(ended.getFirst().code()).isEqualTo("OK");
    assertThat(ended.getFirst().request())
        .isEqualTo(Optional.of(GetPluginInfoRequest.getDefaultInstance()));
  }

  private static void probe(Channel channel) {
    var _ =
        StatusToFailure.calling(
            () -> IdentityGrpc.newBlockingStub(channel).probe(ProbeRequest.getDefaultInstance()));
  }

  private Endpoint socket() {
    return new Endpoint(folder.resolve("csi.sock"));
  }
}
