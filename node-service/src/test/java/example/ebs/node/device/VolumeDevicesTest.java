package example.ebs.node.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.time.Waiting;
import example.ebs.linux.device.Device;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.device.SystemDevices;
import io.grpc.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VolumeDevicesTest {
  private static final VolumeId VOLUME = new VolumeId("vol-0123456789abcdef0");
  private static final VolumePart WHOLE = VolumePart.whole(VOLUME);
  private static final VolumeId OTHER = new VolumeId("vol-0fedcba9876543210");

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final AtomicInteger pauses = new AtomicInteger();
  private Runnable whileWaiting = () -> {};
  private @TempDir Path temporary;
  private PlayedDevices machine;
  private VolumeDevices devices;

  @BeforeEach
  void prepare() throws IOException {
    machine = new PlayedDevices(temporary);
    devices = believing(Set.of());
  }

  private VolumeDevices believing(Set<Evidence> accepted) {
    InstantSource source = now::get;
    Clock clock = source.withZone(ZoneOffset.UTC);
    return new VolumeDevices(
        new DeviceSource(machine.dev(), accepted),
        new SystemDevices(machine.sys()),
        machine.attached(),
        machine.nodes,
        new Waiting(clock, this::pause));
  }

  private VolumeDevices emulated() {
    return believing(Set.of(Evidence.LOOP_FILE));
  }

  @Test
  void findsAnNvmeDiskByItsIdAndResolvesTheLink() throws IOException {
    Path node = machine.nvme(1, VOLUME.serial());
    machine.link("disk/by-id/nvme-Amazon_Elastic_Block_Store_" + VOLUME.serial(), "../../nvme1n1");

    assertThat(devices.find(WHOLE, Optional.empty()))
        .isEqualTo(new Device(node, new DeviceNumber(259, 1), false));
    assertThat(pauses).hasValue(0);
  }

  @Test
  void findsADeviceByTheNameItWasAttachedUnder() throws IOException {
    Path node = machine.nvme(1, VOLUME.serial());
    machine.link("xvdaa", "nvme1n1");

    assertThat(devices.find(WHOLE, Optional.of("/dev/xvdaa")).node()).isEqualTo(node);
  }

  @Test
  void findsADiskThatHasNoOtherNameByItsSerial() throws IOException {
    Path node = machine.nvme(4, VOLUME.serial() + "   ");

    assertThat(devices.find(WHOLE, Optional.of("/dev/xvdaa")).node()).isEqualTo(node);
  }

  @Test
  void findsALoopDeviceByItsBackingFileEvenIfThatIsDeleted() throws IOException {
    Path node = machine.loop(3, "/somewhere/" + VOLUME + ".img (deleted)");

    assertThat(emulated().find(WHOLE, Optional.empty()).node()).isEqualTo(node);
  }

  @Test
  void aLoopDeviceIsNoVolumeByTheNameOfItsFileWhereNoEmulatorIs() throws IOException {
    machine.loop(3, "/tmp/" + VOLUME + ".img");
    machine.link("xvdaa", "loop3");

    assertThatThrownBy(() -> devices.find(WHOLE, Optional.of("/dev/xvdaa")))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("/tmp/" + VOLUME + ".img")
        .hasMessageContaining("--accept-device-by=loop-file");
    assertThat(devices.volume(new DeviceNumber(7, 3))).isEmpty();
    assertThat(devices.nodes(VOLUME).keySet()).isEmpty();
  }

  @Test
  void aDeviceMayAppearLate() {
    whileWaiting =
        () -> {
          if (pauses.get() == 3) {
            late();
          }
        };

    assertThat(devices.find(WHOLE, Optional.empty()).number()).isEqualTo(new DeviceNumber(259, 1));
    assertThat(now.get()).isBefore(Instant.EPOCH.plusSeconds(2));
  }

  @Test
  void whoWaitsInVainHearsWhy() throws Exception {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (Context.CancellableContext call =
        Context.current().withDeadlineAfter(3, TimeUnit.SECONDS, timer)) {
      call.call(
          () ->
              assertThatThrownBy(() -> devices.find(WHOLE, Optional.empty()))
                  .isInstanceOf(Failure.NotFound.class));
    } finally {
      timer.shutdownNow();
    }

    assertThat(now.get())
        .as("before the caller leaves")
        .isBeforeOrEqualTo(Instant.EPOCH.plusMillis(2700));
  }

  @Test
  void aNameThatLeadsToAnotherVolumeIsNotFollowed() throws IOException {
    machine.nvme(1, OTHER.serial());
    machine.link("disk/by-id/nvme-Amazon_Elastic_Block_Store_" + VOLUME.serial(), "../../nvme1n1");

    assertThatThrownBy(() -> devices.find(WHOLE, Optional.empty()))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining(VOLUME.value())
        .hasMessageContaining(OTHER.value());
  }

  @Test
  void aWrongNameDoesNotHideTheRightDevice() throws IOException {
    machine.nvme(1, OTHER.serial());
    machine.link("xvdaa", "nvme1n1");
    Path node = machine.nvme(2, VOLUME.serial());

    assertThat(devices.find(WHOLE, Optional.of("/dev/xvdaa")).node()).isEqualTo(node);
  }

  @Test
  void aDeviceThatDoesNotSayWhatItIsIsNotUsed() throws IOException {
    machine.nvme(1, "S3X9NX0K");
    machine.link("xvdaa", "nvme1n1");

    assertThatThrownBy(() -> devices.find(WHOLE, Optional.of("/dev/xvdaa")))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("does not say");
    assertThatThrownBy(() -> devices.find(WHOLE, Optional.of("/dev/../etc/passwd")))
        .isInstanceOf(Failure.NotFound.class);
  }

  @Test
  void anImageWhoseNameOnlyContainsTheIdIsNotTheVolume() throws IOException {
    machine.loop(3, "/somewhere/copy-of-" + VOLUME + ".img");
    machine.loop(4, "/" + VOLUME + ".img/other");
    machine.loop(5, "/somewhere/" + VOLUME + ".img.bak");

    assertThatThrownBy(() -> emulated().find(WHOLE, Optional.of("/dev/xvdaa")))
        .isInstanceOf(Failure.NotFound.class)
        .hasMessageContaining("after 9.5 s")
        .hasMessageContaining(
            machine.dev() + "/disk/by-id/nvme-Amazon_Elastic_Block_Store_" + VOLUME.serial())
        .hasMessageContaining(machine.dev() + "/xvdaa is not there")
        .hasMessageContaining(
            "of 3 devices in " + machine.sys() + "/block none says that it is the volume");
    assertThat(now.get())
        .as("ten seconds, less what is kept for the answer")
        .isEqualTo(Instant.EPOCH.plusMillis(9500));
  }

  @Test
  void aLoopDeviceWithoutANodeNeedsOneMade() throws IOException {
    Files.delete(machine.loop(3, "/somewhere/" + VOLUME + ".img"));

    assertThatThrownBy(() -> emulated().find(WHOLE, Optional.empty()))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("loop3");
  }

  @Test
  void findsAPartitionInTheFolderOfItsDiskWhateverItIsCalled() throws IOException {
    machine.nvme(1, VOLUME.serial());
    Path first = machine.partition("nvme1n1", "nvme1n1p1", new DeviceNumber(259, 11), 1);
    machine.loop(3, "/somewhere/" + OTHER + ".img");
    Path second = machine.partition("loop3", "loop3p2", new DeviceNumber(259, 12), 2);

    assertThat(devices.find(part(VOLUME, 1), Optional.empty()))
        .isEqualTo(new Device(first, new DeviceNumber(259, 11), false));
    assertThat(emulated().find(part(OTHER, 2), Optional.empty()).node()).isEqualTo(second);
  }

  @Test
  void aPartitionIsNeitherTheWholeVolumeNorAnotherPartitionNorAnotherVolumes() throws IOException {
    machine.nvme(1, VOLUME.serial());
    DeviceNumber number = new DeviceNumber(259, 11);
    machine.partition("nvme1n1", "nvme1n1p1", number, 1);

    assertThat(devices.proves(part(VOLUME, 1), number)).isTrue();
    assertThat(devices.proves(WHOLE, number)).isFalse();
    assertThat(devices.proves(part(VOLUME, 2), number)).isFalse();
    assertThat(devices.proves(part(OTHER, 1), number)).isFalse();
    assertThat(devices.proves(part(VOLUME, 1), new DeviceNumber(259, 1))).isFalse();
  }

  @Test
  void aPartitionThatIsNotThereIsAnsweredWithThoseThatAre() throws IOException {
    machine.nvme(1, VOLUME.serial());
    assertThatThrownBy(() -> devices.find(part(VOLUME, 1), Optional.empty()))
        .isInstanceOf(Failure.NotFound.class)
        .hasMessageContaining("after 9.5 s has no partitions");

    machine.partition("nvme1n1", "nvme1n1p2", new DeviceNumber(259, 12), 2);
    machine.partition("nvme1n1", "nvme1n1p15", new DeviceNumber(259, 25), 15);
    assertThatThrownBy(() -> devices.find(part(VOLUME, 1), Optional.empty()))
        .isInstanceOf(Failure.NotFound.class)
        .hasMessageContaining("partition 1")
        .hasMessageContaining("partitions [2, 15]");
  }

  @Test
  void aReleasedVolumesNodesGoAndThoseOfDevicesThatAreGone() throws IOException {
    machine.nvme(1, VOLUME.serial());
    machine.nvme(2, OTHER.serial());
    machine.link("disk/by-id/nvme-Amazon_Elastic_Block_Store_" + VOLUME.serial(), "../../nvme1n1");
    for (int minor : new int[] {1, 2, 3}) {
      machine.nodes.hasMade(new DeviceNumber(259, minor));
    }

    devices.release(VOLUME);

    assertThat(machine.nodes.made()).containsExactly(new DeviceNumber(259, 2));
  }

  @Test
  void numbersAreCodedTheWayTheCLibraryDoes() {
    assertThat(DeviceNumber.of(0x10305)).isEqualTo(new DeviceNumber(0x103, 0x05));
    for (DeviceNumber number :
        new DeviceNumber[] {new DeviceNumber(259, 70_000), new DeviceNumber(70_000, 259)}) {
      assertThat(DeviceNumber.of(number.encoded())).isEqualTo(number);
    }
  }

  private static VolumePart part(VolumeId volume, int partition) {
    return new VolumePart(volume, OptionalInt.of(partition));
  }

  private void late() {
    try {
      machine.nvme(1, VOLUME.serial());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void pause(Duration length) {
    now.updateAndGet(time -> time.plus(length));
    pauses.incrementAndGet();
    whileWaiting.run();
  }
}
