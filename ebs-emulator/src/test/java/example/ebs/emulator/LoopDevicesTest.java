package example.ebs.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.VolumeAttachmentState;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/** What instances see of real loop devices of this machine: for root only. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LoopDevicesTest {
  @TempDir Path directory;
  private LoopMachine machine;

  @BeforeEach
  void start() throws IOException {
    machine = new LoopMachine(directory);
  }

  @AfterEach
  void takeAway() throws IOException {
    if (machine != null) {
      machine.close();
    }
  }

  @Test
  void theKernelLooksForPartitionsOfADevice() throws IOException {
    String volume = machine.volume();
    machine.attach(volume, machine.node);

    Path device = machine.byId(machine.node, volume).toRealPath();
    String asked =
        machine.commands.run(
            "losetup", "--list", "--noheadings", "--output", "PARTSCAN", device.toString());
    assertThat(asked.strip()).isEqualTo("1");
  }

  @Test
  void whatIsWrittenOnOneInstanceIsReadOnTheNext() throws IOException {
    String volume = machine.volume();
    machine.attach(volume, machine.node);
    Path folder = machine.emulator.deviceDirectory(machine.node);
    LoopMachine.write(folder.resolve("xvdaa"));
    assertThat(machine.byId(machine.node, volume).toRealPath())
        .isEqualTo(folder.resolve("xvdaa").toRealPath());
    assertThat(folder.resolve("xvdaa").toRealPath().getFileName().toString()).matches("loop\\d+");
    machine.ec2.detachVolume(r -> r.volumeId(volume));
    machine.awaitDetached(volume);
    assertThat(folder).isDirectoryNotContaining("glob:**/{loop,xvd}*");

    String second = machine.emulator.runInstance(LoopMachine.ZONE, "m5.large");
    machine.attach(volume, second);

    assertThat(LoopMachine.read(machine.byId(second, volume))).isEqualTo(LoopMachine.WORDS);
  }

  @Test
  void isBusyWhileOpenAlsoOverARestart() throws IOException {
    String volume = machine.volume();
    machine.attach(volume, machine.node);
    try (FileChannel open =
        FileChannel.open(
            machine.byId(machine.node, volume),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      machine.ec2.detachVolume(r -> r.volumeId(volume).force(true));
      assertThat(machine.attachment(volume)).isEqualTo(VolumeAttachmentState.BUSY);
      machine.restart();
      assertThat(machine.attachment(volume)).isEqualTo(VolumeAttachmentState.BUSY);
      open.write(ByteBuffer.wrap(LoopMachine.WORDS), 4096);
      assertThat(LoopMachine.read(machine.byId(machine.node, volume))).isEqualTo(LoopMachine.WORDS);
    }
    machine.awaitDetached(volume);

    assertThat(machine.byId(machine.node, volume)).doesNotExist();
    machine.attach(volume, machine.node);
    assertThat(LoopMachine.read(machine.byId(machine.node, volume))).isEqualTo(LoopMachine.WORDS);
  }

  @Test
  void isBusyWhileMountedAlsoOnATerminatedInstance() throws IOException {
    String volume = machine.volume();
    machine.attach(volume, machine.node);
    machine.commands.run("mkfs.ext4", "-q", machine.byId(machine.node, volume).toString());
    Path mount = machine.mount("mount", machine.byId(machine.node, volume).toRealPath().toString());
    machine.ec2.stopInstances(r -> r.instanceIds(machine.node));
    Files.write(mount.resolve("file"), LoopMachine.WORDS);
    machine.ec2.terminateInstances(r -> r.instanceIds(machine.node));

    assertThat(machine.attachment(volume)).isEqualTo(VolumeAttachmentState.BUSY);
    machine.unmount(mount);
    machine.awaitDetached(volume);
    assertThat(machine.emulator.deviceDirectory(machine.node)).doesNotExist();
  }

  @Test
  void aStoppedInstanceHasNoDevicesUntilItStarts() {
    String volume = machine.volume();
    machine.attach(volume, machine.node);
    machine.ec2.stopInstances(r -> r.instanceIds(machine.node));
    while (Files.exists(machine.byId(machine.node, volume))) {
      Thread.onSpinWait();
    }

    machine.ec2.startInstances(r -> r.instanceIds(machine.node));

    assertThat(machine.byId(machine.node, volume)).exists();
  }

  @Test
  void aDeviceThatIsOpenOverStopAndStartIsStillThereAfterwards() throws IOException {
    String volume = machine.volume();
    machine.attach(volume, machine.node);
    try (FileChannel open =
        FileChannel.open(machine.byId(machine.node, volume), StandardOpenOption.WRITE)) {
      machine.ec2.stopInstances(r -> r.instanceIds(machine.node));
      machine.ec2.startInstances(r -> r.instanceIds(machine.node));
      open.write(ByteBuffer.wrap(LoopMachine.WORDS), 4096);
    }

    assertThat(LoopMachine.read(machine.byId(machine.node, volume))).isEqualTo(LoopMachine.WORDS);
  }

  @Test
  void aVolumeGrowsUnderAMountedFilesystemAlsoOverARestart() throws IOException {
    String volume = machine.volume();
    machine.attach(volume, machine.node);
    Path device = machine.byId(machine.node, volume).toRealPath();
    machine.commands.run("mkfs.xfs", "-q", device.toString());
    Path mount = machine.mount("mount", device.toString());
    Files.write(mount.resolve("file"), LoopMachine.WORDS);

    machine.ec2.modifyVolume(r -> r.volumeId(volume).size(2));
    machine.restart();

    assertThat(machine.commands.run("blockdev", "--getsize64", device.toString()))
        .isEqualTo(Long.toString(2L << 30));
    machine.commands.run("xfs_growfs", "-d", mount.toString());
    assertThat(Files.getFileStore(mount).getTotalSpace()).isGreaterThan(3L << 29);
    assertThat(Files.readAllBytes(mount.resolve("file"))).isEqualTo(LoopMachine.WORDS);
    machine.unmount(mount);
  }

  @Test
  void instancesOfAMultiAttachVolumeSeeEachOthersWrites() throws IOException {
    String volume =
        machine
            .ec2
            .createVolume(
                r ->
                    r.availabilityZone(LoopMachine.ZONE)
                        .size(4)
                        .volumeType(VolumeType.IO2)
                        .iops(100)
                        .multiAttachEnabled(true))
            .volumeId();
    String second = machine.emulator.runInstance(LoopMachine.ZONE, "m5.large");
    machine.attach(volume, machine.node);
    machine.attach(volume, second);

    LoopMachine.write(machine.byId(machine.node, volume));
    assertThat(LoopMachine.read(machine.byId(second, volume))).isEqualTo(LoopMachine.WORDS);
    machine.ec2.detachVolume(r -> r.volumeId(volume).instanceId(machine.node));
    assertThat(machine.byId(machine.node, volume)).doesNotExist();
    assertThat(LoopMachine.read(machine.byId(second, volume))).isEqualTo(LoopMachine.WORDS);
  }
}
