package example.ebs.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CopyVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeFastSnapshotRestoreSuccessItem;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.EnableFastSnapshotRestoresResponse;
import software.amazon.awssdk.services.ec2.model.FastSnapshotRestoreStateCode;
import software.amazon.awssdk.services.ec2.model.LockMode;
import software.amazon.awssdk.services.ec2.model.LockSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.LockState;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotState;
import software.amazon.awssdk.services.ec2.model.Volume;

/** Snapshots, their locks and fast restores, and copies of volumes as the AWS SDK reads them. */
final class SnapshotSdkTest {
  private static final String ZONE = "us-east-1a";

  @TempDir Path directory;
  private Emulator emulator;
  private Ec2Client ec2;
  private String volume;
  private String snapshot;

  @BeforeEach
  void start() throws IOException {
    emulator =
        Emulator.start(
            EmulatorConfig.defaults(directory)
                .withDevices(DeviceKind.NONE)
                .withLatency(Latency.NONE));
    ec2 = Clients.of(emulator);
    volume = ec2.createVolume(r -> r.availabilityZone(ZONE).size(8).encrypted(true)).volumeId();
    snapshot = ec2.createSnapshot(r -> r.volumeId(volume).description("d")).snapshotId();
  }

  @AfterEach
  void stop() {
    ec2.close();
    emulator.close();
  }

  private static String code(Runnable request) {
    return catchThrowableOfType(Ec2Exception.class, request::run).awsErrorDetails().errorCode();
  }

  @Test
  void aSnapshotIsReadWhole() {
    Snapshot told = ec2.describeSnapshots(r -> r.snapshotIds(snapshot)).snapshots().getFirst();

    assertThat(told.state()).isEqualTo(SnapshotState.COMPLETED);
    assertThat(told.volumeId() + told.description() + told.volumeSize() + told.progress())
        .isEqualTo(volume + "d8100%");
    assertThat(told.encrypted()).isTrue();
    assertThat(told.kmsKeyId()).startsWith("arn:aws:kms:");
    assertThat(told.ownerId()).isEqualTo("123456789012");
  }

  @Test
  void aCopyOfAVolumeIsOneForOneToken() {
    CopyVolumesRequest request =
        CopyVolumesRequest.builder().sourceVolumeId(volume).size(9).clientToken("t").build();
    Volume copy = ec2.copyVolumes(request).volumes().getFirst();

    assertThat(ec2.copyVolumes(request).volumes().getFirst().volumeId()).isEqualTo(copy.volumeId());
    assertThat(copy.sourceVolumeId()).isEqualTo(volume);
    assertThat(copy.availabilityZone()).isEqualTo(ZONE);
    assertThat(copy.size()).isEqualTo(9);
    assertThat(copy.encrypted()).isTrue();
    assertThat(code(() -> ec2.copyVolumes(request.toBuilder().size(10).build())))
        .isEqualTo("IdempotentParameterMismatch");
    assertThat(code(() -> ec2.copyVolumes(r -> r.sourceVolumeId(volume).size(7))))
        .isEqualTo("InvalidParameterValue");
    assertThat(code(() -> ec2.copyVolumes(r -> r.sourceVolumeId("vol-01234567"))))
        .isEqualTo("InvalidVolume.NotFound");
  }

  @Test
  void aLockedSnapshotIsNotDeletedAndALockOfComplianceOnlyGrows() {
    LockSnapshotResponse locked =
        ec2.lockSnapshot(r -> r.snapshotId(snapshot).lockMode(LockMode.GOVERNANCE).lockDuration(2));

    assertThat(locked.lockState()).isEqualTo(LockState.GOVERNANCE);
    assertThat(locked.lockDuration()).isEqualTo(2);
    assertThat(locked.lockExpiresOn()).isAfter(locked.lockCreatedOn());
    assertThat(code(() -> ec2.deleteSnapshot(r -> r.snapshotId(snapshot))))
        .isEqualTo("OperationNotPermitted");
    assertThat(
            ec2.lockSnapshot(
                    r ->
                        r.snapshotId(snapshot)
                            .lockMode(LockMode.COMPLIANCE)
                            .coolOffPeriod(1)
                            .lockDuration(1))
                .lockState())
        .isEqualTo(LockState.COMPLIANCE_COOLOFF);
    ec2.lockSnapshot(r -> r.snapshotId(snapshot).lockMode(LockMode.COMPLIANCE).lockDuration(3));
    assertThat(
            code(
                () ->
                    ec2.lockSnapshot(
                        r -> r.snapshotId(snapshot).lockMode(LockMode.COMPLIANCE).lockDuration(2))))
        .isEqualTo("OperationNotPermitted");
  }

  @Test
  void aLockNeedsOneEndAndTakesNoOtherValues() {
    assertThat(code(() -> ec2.lockSnapshot(r -> r.snapshotId(snapshot).lockMode("governance"))))
        .isEqualTo("MissingParameter");
    for (int days : List.of(0, 36_501)) {
      assertThat(
              code(
                  () ->
                      ec2.lockSnapshot(
                          r -> r.snapshotId(snapshot).lockMode("governance").lockDuration(days))))
          .isEqualTo("InvalidParameterValue");
    }
    assertThat(
            code(
                () ->
                    ec2.lockSnapshot(
                        r ->
                            r.snapshotId(snapshot)
                                .lockMode("governance")
                                .lockDuration(1)
                                .coolOffPeriod(1))))
        .isEqualTo("InvalidParameterCombination");
    ec2.deleteSnapshot(r -> r.snapshotId(snapshot));
  }

  @Test
  void fastRestoresAreEnabledWhereTheyCanBeAndToldOfWhereNot() {
    EnableFastSnapshotRestoresResponse answer =
        ec2.enableFastSnapshotRestores(
            r ->
                r.availabilityZones(ZONE, "us-east-1b")
                    .sourceSnapshotIds(snapshot, "snap-01234567"));

    assertThat(answer.successful()).hasSize(2);
    assertThat(answer.unsuccessful().getFirst().snapshotId()).isEqualTo("snap-01234567");
    assertThat(
            answer
                .unsuccessful()
                .getFirst()
                .fastSnapshotRestoreStateErrors()
                .getFirst()
                .error()
                .code())
        .isEqualTo("InvalidSnapshot.NotFound");
    List<DescribeFastSnapshotRestoreSuccessItem> told =
        ec2.describeFastSnapshotRestores(r -> {}).fastSnapshotRestores();
    assertThat(told)
        .hasSize(2)
        .allMatch(each -> each.state() == FastSnapshotRestoreStateCode.ENABLED);
    assertThat(
            ec2.disableFastSnapshotRestores(
                    r -> r.availabilityZones(ZONE).sourceSnapshotIds(snapshot))
                .successful()
                .getFirst()
                .state())
        .isEqualTo(FastSnapshotRestoreStateCode.DISABLING);
    assertThat(ec2.describeFastSnapshotRestores(r -> {}).fastSnapshotRestores())
        .extracting(DescribeFastSnapshotRestoreSuccessItem::availabilityZone)
        .containsExactly("us-east-1b");
  }
}
