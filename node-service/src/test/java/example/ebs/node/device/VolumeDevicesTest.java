package example.ebs.node.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.time.Waiting;
import example.ebs.node.mount.InMemoryMounter;
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

  private final InMemoryMounter nodes = new InMemoryMounter();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final AtomicInteger pauses = new AtomicInteger();
  private Runnable whileWaiting = () -> {};
  private @TempDir Path temporary;
  private Path folder;
  private VolumeDevices devices;

  @BeforeEach
  void prepare() throws IOException {
    folder = temporary.toRealPath();
    Files.createDirectories(folder.resolve("dev/disk/by-id"));
    InstantSource source = now::get;
    Clock clock = source.withZone(ZoneOffset.UTC);
    devices =
        new VolumeDevices(
            folder.resolve("dev"),
            new SystemDevices(folder.resolve("sys")),
            nodes,
            new Waiting(clock, this::pause));
  }

  @Test
  void findsAnNvmeDiskByItsIdAndResolvesTheLink() throws IOException {
    Path node = nvme(1, VOLUME.serial());
    link("disk/by-id/nvme-Amazon_Elastic_Block_Store_" + VOLUME.serial(), "../../nvme1n1");

    assertThat(devices.find(WHOLE, Optional.empty()))
        .isEqualTo(new Device(node, new DeviceNumber(259, 1), false));
    assertThat(pauses).hasValue(0);
  }

  @Test
  void findsADeviceByTheNameItWasAttachedUnder() throws IOException {
    Path node = nvme(1, VOLUME.serial());
    link("xvdaa", "nvme1n1");

    assertThat(devices.find(WHOLE, Optional.of("/dev/xvdaa")).node()).isEqualTo(node);
  }

  @Test
  void findsADiskThatHasNoOtherNameByItsSerial() throws IOException {
    Path node = nvme(4, VOLUME.serial() + "   ");

    assertThat(devices.find(WHOLE, Optional.of("/dev/xvdaa")).node()).isEqualTo(node);
  }

  @Test
  void findsALoopDeviceByItsBackingFileEvenIfThatIsDeleted() throws IOException {
    Path node = loop(3, "/somewhere/" + VOLUME + ".img (deleted)");

    assertThat(devices.find(WHOLE, Optional.empty()).node()).isEqualTo(node);
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
    nvme(1, OTHER.serial());
    link("disk/by-id/nvme-Amazon_Elastic_Block_Store_" + VOLUME.serial(), "../../nvme1n1");

    assertThatThrownBy(() -> devices.find(WHOLE, Optional.empty()))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining(VOLUME.value())
        .hasMessageContaining(OTHER.value());
  }

  @Test
  void aWrongNameDoesNotHideTheRightDevice() throws IOException {
    nvme(1, OTHER.serial());
    link("xvdaa", "nvme1n1");
    Path node = nvme(2, VOLUME.serial());

    assertThat(devices.find(WHOLE, Optional.of("/dev/xvdaa")).node()).isEqualTo(node);
  }

  @Test
  void aDeviceThatDoesNotSayWhatItIsIsNotUsed() throws IOException {
    nvme(1, "S3X9NX0K");
    link("xvdaa", "nvme1n1");

    assertThatThrownBy(() -> devices.find(WHOLE, Optional.of("/dev/xvdaa")))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("does not say");
    assertThatThrownBy(() -> devices.find(WHOLE, Optional.of("/dev/../etc/passwd")))
        .isInstanceOf(Failure.NotFound.class);
  }

  @Test
  void anImageWhoseNameOnlyContainsTheIdIsNotTheVolume() throws IOException {
    loop(3, "/somewhere/copy-of-" + VOLUME + ".img");
    loop(4, "/" + VOLUME + ".img/other");
    loop(5, "/somewhere/" + VOLUME + ".img.bak");

    assertThatThrownBy(() -> devices.find(WHOLE, Optional.empty()))
        .isInstanceOf(Failure.NotFound.class)
        .hasMessageContaining(folder.resolve("dev").toString());
    assertThat(now.get())
        .as("ten seconds, less what is kept for the answer")
        .isEqualTo(Instant.EPOCH.plusMillis(9500));
  }

  @Test
  void aLoopDeviceWithoutANodeNeedsOneMade() throws IOException {
    Files.delete(loop(3, "/somewhere/" + VOLUME + ".img"));

    assertThatThrownBy(() -> devices.find(WHOLE, Optional.empty()))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("loop3");
  }

  @Test
  void findsAPartitionInTheFolderOfItsDiskWhateverItIsCalled() throws IOException {
    nvme(1, VOLUME.serial());
    Path first = partition("nvme1n1", "nvme1n1p1", new DeviceNumber(259, 11), 1);
    loop(3, "/somewhere/" + OTHER + ".img");
    Path second = partition("loop3", "loop3p2", new DeviceNumber(259, 12), 2);

    assertThat(devices.find(part(VOLUME, 1), Optional.empty()))
        .isEqualTo(new Device(first, new DeviceNumber(259, 11), false));
    assertThat(devices.find(part(OTHER, 2), Optional.empty()).node()).isEqualTo(second);
  }

  @Test
  void aPartitionIsNeitherTheWholeVolumeNorAnotherPartitionNorAnotherVolumes() throws IOException {
    nvme(1, VOLUME.serial());
    DeviceNumber number = new DeviceNumber(259, 11);
    partition("nvme1n1", "nvme1n1p1", number, 1);

    assertThat(devices.proves(part(VOLUME, 1), number)).isTrue();
    assertThat(devices.proves(WHOLE, number)).isFalse();
    assertThat(devices.proves(part(VOLUME, 2), number)).isFalse();
    assertThat(devices.proves(part(OTHER, 1), number)).isFalse();
    assertThat(devices.proves(part(VOLUME, 1), new DeviceNumber(259, 1))).isFalse();
  }

  @Test
  void aPartitionThatIsNotThereIsAnsweredWithThoseThatAre() throws IOException {
    nvme(1, VOLUME.serial());
    assertThatThrownBy(() -> devices.find(part(VOLUME, 1), Optional.empty()))
        .isInstanceOf(Failure.NotFound.class)
        .hasMessageContaining("no partitions");

    partition("nvme1n1", "nvme1n1p2", new DeviceNumber(259, 12), 2);
    partition("nvme1n1", "nvme1n1p15", new DeviceNumber(259, 25), 15);
    assertThatThrownBy(() -> devices.find(part(VOLUME, 1), Optional.empty()))
        .isInstanceOf(Failure.NotFound.class)
        .hasMessageContaining("partition 1")
        .hasMessageContaining("partitions [2, 15]");
  }

  @Test
  void numbersAreCodedTheWayTheCLibraryDoes() {
    assertThat(DeviceNumber.of(0x10305)).isEqualTo(new DeviceNumber(0x103, 0x05));
    for (DeviceNumber number :
        new DeviceNumber[] {new DeviceNumber(259, 70_000), new DeviceNumber(70_000, 259)}) {
      assertThat(DeviceNumber.of(number.encoded())).isEqualTo(number);
    }
  }

  private Path nvme(int number, String serial) throws IOException {
    return device("nvme" + number + "n1", new DeviceNumber(259, number), "device/serial", serial);
  }

  private Path loop(int number, String image) throws IOException {
    return device("loop" + number, new DeviceNumber(7, number), "loop/backing_file", image);
  }

  private Path device(String name, DeviceNumber number, String attribute, String value)
      throws IOException {
    Path node = Files.createFile(folder.resolve("dev").resolve(name));
    nodes.declare(node, number);
    Path kernel = folder.resolve("sys/block").resolve(name);
    Files.createDirectories(kernel.resolve(attribute).getParent());
    Files.writeString(kernel.resolve(attribute), value + "\n");
    Files.writeString(kernel.resolve("dev"), number + "\n");
    Path numbers = Files.createDirectories(folder.resolve("sys/dev/block"));
    Files.createSymbolicLink(numbers.resolve(number.toString()), kernel);
    return node;
  }

  private Path partition(String disk, String name, DeviceNumber number, int index)
      throws IOException {
    Path node = Files.createFile(folder.resolve("dev").resolve(name));
    nodes.declare(node, number);
    Path kernel = Files.createDirectory(folder.resolve("sys/block").resolve(disk).resolve(name));
    Files.writeString(kernel.resolve("partition"), index + "\n");
    Files.writeString(kernel.resolve("dev"), number + "\n");
    Path numbers = folder.resolve("sys/dev/block");
    Files.createSymbolicLink(numbers.resolve(number.toString()), kernel);
    return node;
  }

  private static VolumePart part(VolumeId volume, int partition) {
    return new VolumePart(volume, OptionalInt.of(partition));
  }

  private void link(String name, String to) throws IOException {
    Files.createSymbolicLink(folder.resolve("dev").resolve(name), Path.of(to));
  }

  private void late() {
    try {
      nvme(1, VOLUME.serial());
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
