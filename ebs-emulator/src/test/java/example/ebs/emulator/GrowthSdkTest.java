package example.ebs.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.VolumeModification;
import software.amazon.awssdk.services.ec2.model.VolumeModificationState;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/** Modifications as the AWS SDK reads them. */
final class GrowthSdkTest {
  @TempDir Path directory;
  private Emulator emulator;
  private Ec2Client ec2;
  private String volume;

  @BeforeEach
  void start() throws IOException {
    emulator =
        Emulator.start(
            EmulatorConfig.defaults(directory)
                .withDevices(DeviceKind.NONE)
                .withLatency(Latency.NONE));
    ec2 = Clients.of(emulator);
    volume =
        ec2.createVolume(r -> r.availabilityZone("us-east-1a").size(8).volumeType(VolumeType.GP3))
            .volumeId();
  }

  @AfterEach
  void stop() {
    ec2.close();
    emulator.close();
  }

  private VolumeModification latest() {
    return ec2.describeVolumesModifications(r -> r.volumeIds(volume))
        .volumesModifications()
        .getFirst();
  }

  @Test
  void aModificationIsReadWhole() {
    VolumeModification begun =
        ec2.modifyVolume(r -> r.volumeId(volume).size(16).iops(4000).throughput(250))
            .volumeModification();

    assertThat(begun.modificationState()).isEqualTo(VolumeModificationState.MODIFYING);
    assertThat(begun.progress()).isZero();
    assertThat(begun.startTime()).isNotNull();
    assertThat(begun.endTime()).isNull();
    VolumeModification done = latest();
    assertThat(done.volumeId()).isEqualTo(volume);
    assertThat(done.modificationState()).isEqualTo(VolumeModificationState.COMPLETED);
    assertThat(done.progress()).isEqualTo(100);
    assertThat(done.endTime()).isNotNull();
    assertThat(done.originalSize() + "/" + done.targetSize()).isEqualTo("8/16");
    assertThat(done.originalIops() + "/" + done.targetIops()).isEqualTo("3000/4000");
    assertThat(done.originalThroughput() + "/" + done.targetThroughput()).isEqualTo("125/250");
    assertThat(done.originalVolumeType()).isEqualTo(done.targetVolumeType());
    assertThat(done.targetMultiAttachEnabled()).isFalse();
    assertThat(ec2.describeVolumes(r -> r.volumeIds(volume)).volumes().getFirst().size())
        .isEqualTo(16);
  }

  /** It has no token, so the SDK's own retry meets the modification that it has begun itself. */
  @Test
  void aLostReplyLeavesTheModification() {
    emulator.faults().loseReply("ModifyVolume", 1);
    try (Ec2Client once = Clients.withoutRetries(emulator)) {
      assertThat(
              catchThrowableOfType(
                  SdkClientException.class,
                  () -> once.modifyVolume(r -> r.volumeId(volume).size(16))))
          .isNotNull();
    }

    assertThat(latest().targetSize()).isEqualTo(16);
  }

  @Test
  void anInjectedRefusalIsSeen() {
    emulator.faults().fail("ModifyVolume", 1, 400, "VolumeModificationSizeLimitExceeded");

    assertThat(
            catchThrowableOfType(
                    Ec2Exception.class, () -> ec2.modifyVolume(r -> r.volumeId(volume).size(16)))
                .awsErrorDetails()
                .errorCode())
        .isEqualTo("VolumeModificationSizeLimitExceeded");
  }
}
