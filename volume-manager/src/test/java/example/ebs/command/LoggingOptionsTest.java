package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import example.ebs.csi.client.CsiChannel;
import example.ebs.csi.health.Readiness;
import example.ebs.csi.server.CallLog;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.Endpoint;
import example.ebs.csi.server.IdentityGrpcService;
import example.ebs.csi.server.UnixSocketServer;
import example.ebs.proto.csi.IdentityGrpc;
import example.ebs.proto.csi.ProbeRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.KeyValuePair;

final class LoggingOptionsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void aRequestThatIsTooLongIsOneLine(LoggingOptions.LogFormat format) {
    String lines = logged(format, this::askTooMuch);

    assertThat(lines.lines())
        .singleElement()
        .asString()
        .contains("gRPC message exceeds maximum size 65536: 131");
  }

  private void askTooMuch() {
    Endpoint endpoint = new Endpoint(folder.resolve("csi.sock"));
    IdentityGrpcService identity =
        new IdentityGrpcService(new DriverIdentity("ebs.example", "1"), Readiness.always());
    try (UnixSocketServer _ =
            UnixSocketServer.start(endpoint, List.of(identity), List.of(new CallLog()));
        CsiChannel channel = CsiChannel.open(endpoint)) {
      UnknownFieldSet much =
          UnknownFieldSet.newBuilder()
              .addField(
                  1000,
                  UnknownFieldSet.Field.newBuilder()
                      .addLengthDelimited(ByteString.copyFrom(new byte[1 << 17]))
                      .build())
              .build();
      assertThatThrownBy(
              () ->
                  IdentityGrpc.newBlockingStub(channel.grpc())
                      .probe(ProbeRequest.newBuilder().setUnknownFields(much).build()))
          .hasMessageContaining("exceeds maximum size");
    }
  }

  private static String logged(LoggingOptions.LogFormat format, Runnable work) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    LoggingOptions.configure(LoggingOptions.LogLevel.INFO, format, written);
    work.run();
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aMessageIsOneLineWhateverItsWords() {
    LoggingEvent event = new LoggingEvent();
    event.setLevel(Level.INFO);
    event.setInstant(Instant.EPOCH);
    event.setMessage("node x\r\nINFO all is well");
    event.addKeyValuePair(new KeyValuePair("node", "a\nINFO b"));
    byte[] line = LoggingOptions.text(new LoggerContext()).encode(event);
    assertThat(new String(line, StandardCharsets.UTF_8))
        .isEqualTo(
            "1970-01-01T00:00:00.000Z INFO  node x INFO all is well node=\"a INFO b\""
                + System.lineSeparator());
  }
}
