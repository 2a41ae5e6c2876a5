package example.ebs.csi.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.NodeStageVolumeRequest;
import example.ebs.proto.csi.ProbeRequest;
import example.ebs.proto.csi.VolumeCapability;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class CallLogTest {
  private static final NodeStageVolumeRequest STAGE =
      NodeStageVolumeRequest.newBuilder()
          .setVolumeId("vol-1")
          .setStagingTargetPath("/stage")
          .putSecrets("password", "hunter2")
          .setVolumeCapability(
              VolumeCapability.newBuilder()
                  .setMount(
                      VolumeCapability.MountVolume.newBuilder()
                          .setFsType("xfs")
                          .addMountFlags("key=hunter3")))
          .build();

  private final Logger logger = (Logger) LoggerFactory.getLogger(CallLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    logger.setLevel(Level.DEBUG);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
  }

  @Test
  void aCallIsOneLineThatSaysWhatWasDoneToWhat() {
    logger.setLevel(Level.INFO);

    end("NodeStageVolume", STAGE, "OK", "", Optional.empty());

    assertThat(lines.list).hasSize(1);
    assertThat(text())
        .containsExactly(
            "method=\"NodeStageVolume\"",
            "code=\"OK\"",
            "ms=\"1.50\"",
            "volume_id=\"vol-1\"",
            "staging_target_path=\"/stage\"");
  }

  @Test
  void noSecretIsEverLoggedEvenAtDebug() {
    end("NodeStageVolume", STAGE, "OK", "", Optional.empty());

    assertThat(lines.list).hasSize(2);
    assertThat(lines.list.toString() + text())
        .contains("vol-1", "xfs")
        .doesNotContain("hunter2")
        .doesNotContain("hunter3");
  }

  @Test
  void aNameCannotForgeALine() {
    end(
        "CreateVolume",
        CreateVolumeRequest.newBuilder().setName("a\nlevel=ERROR").build(),
        "OK",
        "",
        Optional.empty());

    assertThat(text()).contains("name=\"a?level=ERROR\"");
  }

  @Test
  void neitherCanAFailureThatRepeatsWhatTheCallerSent() {
    end("NodeStageVolume", STAGE, "NOT_FOUND", "no volume a\nERROR \u001b[31m", Optional.empty());

    assertThat(lines.list.getFirst().getFormattedMessage()).isEqualTo("no volume a?ERROR ?[31m");
  }

  @Test
  void whatThisVersionDoesNotKnowIsNotShown() {
    UnknownFieldSet later =
        UnknownFieldSet.newBuilder()
            .addField(
                999,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("hunter4"))
                    .build())
            .build();
    NodeStageVolumeRequest outside = STAGE.toBuilder().setUnknownFields(later).build();
    NodeStageVolumeRequest inside =
        STAGE.toBuilder()
            .setVolumeCapability(STAGE.getVolumeCapability().toBuilder().setUnknownFields(later))
            .build();

    end("NodeStageVolume", outside, "OK", "", Optional.empty());
    end("NodeStageVolume", inside, "OK", "", Optional.empty());

    assertThat(lines.list.toString()).contains("vol-1").doesNotContain("hunter4");
  }

  @Test
  void aFailureIsAWarningWithoutTrace() {
    Failure failure = new Failure.NotFound("vol-1 does not exist");
    end("NodeStageVolume", STAGE, "NOT_FOUND", failure.getMessage(), Optional.of(failure));

    assertThat(lines.list.getFirst().getLevel()).isEqualTo(Level.WARN);
    assertThat(lines.list.getFirst().getFormattedMessage()).isEqualTo("vol-1 does not exist");
    assertThat(lines.list.getFirst().getThrowableProxy()).isNull();
  }

  @Test
  void aDefectIsAnErrorWithItsTrace() {
    end(
        "NodeStageVolume",
        STAGE,
        "INTERNAL",
        "unexpected",
        Optional.of(new IllegalStateException("x")));

    assertThat(lines.list.getFirst().getLevel()).isEqualTo(Level.ERROR);
    assertThat(lines.list.getFirst().getThrowableProxy()).isNotNull();
  }

  @Test
  void whatIsAskedAllDayAndGoesWellIsAtDebug() {
    end("Probe", ProbeRequest.getDefaultInstance(), "OK", "", Optional.empty());

    assertThat(lines.list).allSatisfy(line -> assertThat(line.getLevel()).isEqualTo(Level.DEBUG));
  }

  private static void end(
      String method, Message request, String code, String message, Optional<Throwable> cause) {
    new CallLog()
        .ended(
            new CallEnd(
                "csi.v1.Node/" + method,
                Optional.of(request),
                code,
                message,
                cause,
                Duration.ofNanos(1_500_000)));
  }

  private List<String> text() {
    return lines.list.getFirst().getKeyValuePairs().stream().map(Object::toString).toList();
  }
}
