package example.ebs.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import example.ebs.emulator.process.Commands;
import example.ebs.emulator.process.ProcessCommands;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.VolumeAttachmentState;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/** Real loop devices of this machine: for root only. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LoopDevicesTest {
  private static final String ZONE = "us-east-1a";
  private static final byte[] WORDS = "written through the device".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private final Commands commands = new ProcessCommands(Duration.ofSeconds(20));
  private final List<Path> mounts = new ArrayList<>();
  private EmulatorConfig config;
  private Emulator emulator;
  private Ec2Client ec2;
  private String node;

  @BeforeEach
  void start() throws IOException {
    config = EmulatorConfig.defaults(directory.resolve("state")).withLatency(Latency.NONE);
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root) {
      System.out.println(
          "skipped: loop devices need root, this is " + System.getProperty("user.name"));
    }
    assumeTrue(root, "loop devices need root");
    restart();
    node = emulator.runInstance(ZONE, "m5.large");
  }

  private void restart() throws IOException {
    emulator = Emulator.start(config);
    ec2 = Clients.of(emulator);
  }

  @AfterEach
  void takeAway() throws IOException {
    for (Path mount : mounts) {
      commands.run("umount", mount.toString());
    }
    if (emulator != null) {
      ec2.close();
      assertThat(emulator.destroy()).isEmpty();
      assertThat(commands.run("losetup", "--list", "--output", "BACK-FILE"))
          .doesNotContain(directory.toString());
    }
  }

  private String volume() {
    return ec2.createVolume(r -> r.availabilityZone(ZONE).size(1)).volumeId();
  }

  private void attach(String volume, String instance) {
    ec2.attachVolume(r -> r.volumeId(volume).instanceId(instance).device("/dev/xvdaa"));
  }

  private Path byId(String instance, String volume) {
    return emulator
        .deviceDirectory(instance)
        .resolve("disk/by-id/nvme-Amazon_Elastic_Block_Store_" + volume.replace("-", ""));
  }

  private VolumeAttachmentState attachment(String volume) {
    return ec2.describeVolumes(r -> r.volumeIds(volume)).volumes().getFirst().attachments().stream()
        .map(tie -> tie.state())
        .findFirst()
        .orElse(VolumeAttachmentState.DETACHED);
  }

  private void awaitDetached(String volume) {
    while (attachment(volume) != VolumeAttachmentState.DETACHED) {
      Thread.onSpinWait();
    }
  }

  private static void write(Path device) throws IOException {
    try (FileChannel channel = FileChannel.open(device, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(WORDS), 4096);
    }
  }

  private static byte[] read(Path device) throws IOException {
    try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(WORDS.length);
      channel.read(bytes, 4096);
      return bytes.array();
    }
  }

  @Test
  void whatIsWrittenOnOneInstanceIsReadOnTheNext() throws IOException {
    String volume = volume();
    attach(volume, node);
    Path folder = emulator.deviceDirectory(node);
    write(folder.resolve("xvdaa"));
    assertThat(byId(node, volume).toRealPath()).isEqualTo(folder.resolve("xvdaa").toRealPath());
    assertThat(folder.resolve("xvdaa").toRealPath().getFileName().toString()).matches("loop\\d+");
    ec2.detachVolume(r -> r.volumeId(volume));
    awaitDetached(volume);
    assertThat(folder).isDirectoryNotContaining("glob:**/{loop,xvd}*");

    String second = emulator.runInstance(ZONE, "m5.large");
    attach(volume, second);

    assertThat(read(byId(second, volume))).isEqualTo(WORDS);
  }

  @Test
  void isBusyWhileOpenAlsoOverARestart() throws IOException {
    String volume = volume();
    attach(volume, node);
    try (FileChannel open =
        FileChannel.open(byId(node, volume), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ec2.detachVolume(r -> r.volumeId(volume).force(true));
      assertThat(attachment(volume)).isEqualTo(VolumeAttachmentState.BUSY);
      emulator.close();
      restart();
      assertThat(attachment(volume)).isEqualTo(VolumeAttachmentState.BUSY);
      open.write(ByteBuffer.wrap(WORDS), 4096);
      assertThat(read(byId(node, volume))).isEqualTo(WORDS);
    }
    awaitDetached(volume);

    assertThat(byId(node, volume)).doesNotExist();
    attach(volume, node);
    assertThat(read(byId(node, volume))).isEqualTo(WORDS);
  }

  @Test
  void isBusyWhileMountedAlsoOnATerminatedInstance() throws IOException {
    String volume = volume();
    attach(volume, node);
    Path mount = Files.createDirectory(directory.resolve("mount"));
    commands.run("mkfs.ext4", "-q", byId(node, volume).toString());
    commands.run("mount", byId(node, volume).toRealPath().toString(), mount.toString());
    mounts.add(mount);
    ec2.stopInstances(r -> r.instanceIds(node));
    Files.write(mount.resolve("file"), WORDS);
    ec2.terminateInstances(r -> r.instanceIds(node));

    assertThat(attachment(volume)).isEqualTo(VolumeAttachmentState.BUSY);
    commands.run("umount", mount.toString());
    mounts.clear();
    awaitDetached(volume);
    assertThat(emulator.deviceDirectory(node)).doesNotExist();
  }

  @Test
  void aStoppedInstanceHasNoDevicesUntilItStarts() {
    String volume = volume();
    attach(volume, node);
    ec2.stopInstances(r -> r.instanceIds(node));
    while (Files.exists(byId(node, volume))) {
      Thread.onSpinWait();
    }

    ec2.startInstances(r -> r.instanceIds(node));

    assertThat(byId(node, volume)).exists();
  }

  @Test
  void aDeviceThatIsOpenOverStopAndStartIsStillThereAfterwards() throws IOException {
    String volume = volume();
    attach(volume, node);
    try (FileChannel open = FileChannel.open(byId(node, volume), StandardOpenOption.WRITE)) {
      ec2.stopInstances(r -> r.instanceIds(node));
      ec2.startInstances(r -> r.instanceIds(node));
      open.write(ByteBuffer.wrap(WORDS), 4096);
    }

    assertThat(read(byId(node, volume))).isEqualTo(WORDS);
  }

  @Test
  void instancesOfAMultiAttachVolumeSeeEachOthersWrites() throws IOException {
    String volume =
        ec2.createVolume(
                r ->
                    r.availabilityZone(ZONE)
                        .size(4)
                        .volumeType(VolumeType.IO2)
                        .iops(100)
                        .multiAttachEnabled(true))
            .volumeId();
    String second = emulator.runInstance(ZONE, "m5.large");
    attach(volume, node);
    attach(volume, second);

    write(byId(node, volume));
    assertThat(read(byId(second, volume))).isEqualTo(WORDS);
    ec2.detachVolume(r -> r.volumeId(volume).instanceId(node));
    assertThat(byId(node, volume)).doesNotExist();
    assertThat(read(byId(second, volume))).isEqualTo(WORDS);
  }

  @Test
  void aKilledEmulatorsDevicesAreFoundAgain() throws IOException, InterruptedException {
    ec2.close();
    emulator.destroy();
    Process other =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                KilledEmulator.class.getName(),
                config.stateDirectory().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String[] made;
    try {
      made = other.inputReader().readLine().split(" ", -1);
    } finally {
      other.destroyForcibly().waitFor();
    }
    restart();

    assertThat(read(byId(made[0], made[1]))).isEqualTo(WORDS);
    assertThat(commands.run("losetup", "--list", "--noheadings", "--output", "BACK-FILE").lines())
        .filteredOn(file -> file.contains(made[1]))
        .hasSize(1);
    commands.run("losetup", "--detach", byId(made[0], made[1]).toRealPath().toString());
    emulator.close();
    restart();
    assertThat(read(byId(made[0], made[1]))).isEqualTo(WORDS);
  }

  @Test
  void aLoopDeviceThatSomebodyLeftReadOnlyIsMadeWritable() throws IOException {
    String free = commands.run("losetup", "--find");
    commands.run("blockdev", "--setro", free);
    String volume = volume();
    attach(volume, node);

    write(byId(node, volume));
    assertThat(read(byId(node, volume))).isEqualTo(WORDS);
  }

  @Test
  void aVolumeTooLargeForTheFilesystemIsAnErrorThatSaysSo() {
    assertThatThrownBy(
            () ->
                Clients.withoutRetries(emulator)
                    .createVolume(
                        r -> r.availabilityZone(ZONE).size(65_536).volumeType(VolumeType.GP3)))
        .hasMessageContaining("no file of 65536 GiB");
  }

  @Test
  void destroyNamesWhatIsStillOpen() throws IOException {
    String volume = volume();
    attach(volume, node);
    try (FileChannel open = FileChannel.open(byId(node, volume), StandardOpenOption.READ)) {
      assertThat(emulator.destroy()).singleElement().asString().contains(volume, "still open");
      assertThat(open.isOpen()).isTrue();
    }
    restart();
  }

  @Test
  void aDeviceRootWithoutDevicesIsRefusedWithTheReason() throws IOException {
    Path nodev = Files.createDirectory(directory.resolve("nodev"));
    commands.run("mount", "-t", "tmpfs", "-o", "nodev,size=1m", "none", nodev.toString());
    mounts.add(nodev);
    EmulatorConfig refused =
        EmulatorConfig.defaults(directory.resolve("other")).withDeviceRoot(nodev);

    assertThatThrownBy(() -> Emulator.start(refused))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nodev")
        .hasMessageContaining("--device-root");
  }
}
