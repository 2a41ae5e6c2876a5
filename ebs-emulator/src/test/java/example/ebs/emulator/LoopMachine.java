package example.ebs.emulator;

import static org.assertj.core.api.Assertions.assertThat;
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
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.VolumeAttachmentState;

/** An emulator with real loop devices and one running instance; closing it leaves nothing. */
final class LoopMachine implements AutoCloseable {
  static final String ZONE = "us-east-1a";
  static final byte[] WORDS = "written through the device".getBytes(StandardCharsets.UTF_8);

  final Commands commands = new ProcessCommands(Duration.ofSeconds(20));
  final EmulatorConfig config;
  Emulator emulator;
  Ec2Client ec2;
  final String node;
  private final Path directory;
  private final List<Path> mounts = new ArrayList<>();

  /** Starts it, or skips the test where that cannot be. */
  LoopMachine(Path directory) throws IOException {
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root) {
      System.out.println(
          "skipped: loop devices need root, this is " + System.getProperty("user.name"));
    }
    assumeTrue(root, "loop devices need root");
    this.directory = directory;
    this.config = EmulatorConfig.defaults(directory.resolve("state")).withLatency(Latency.NONE);
    this.emulator = Emulator.start(config);
    this.ec2 = Clients.of(emulator);
    this.node = emulator.runInstance(ZONE, "m5.large");
  }

  /** Goes on with what the last emulator left. */
  void start() throws IOException {
    emulator = Emulator.start(config);
    ec2 = Clients.of(emulator);
  }

  void restart() throws IOException {
    ec2.close();
    emulator.close();
    start();
  }

  @Override
  public void close() throws IOException {
    for (Path mount : mounts) {
      commands.run("umount", mount.toString());
    }
    ec2.close();
    assertThat(emulator.destroy()).isEmpty();
    assertThat(commands.run("losetup", "--list", "--output", "BACK-FILE"))
        .doesNotContain(directory.toString());
  }

  /** Mounts at a new folder, until this is closed or it is unmounted before. */
  Path mount(String name, String... what) throws IOException {
    Path folder = Files.createDirectory(directory.resolve(name));
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(what));
    command.add(folder.toString());
    commands.run(command.toArray(String[]::new));
    mounts.add(folder);
    return folder;
  }

  void unmount(Path folder) throws IOException {
    commands.run("umount", folder.toString());
    mounts.remove(folder);
  }

  String volume() {
    return ec2.createVolume(r -> r.availabilityZone(ZONE).size(1)).volumeId();
  }

  void attach(String volume, String instance) {
    ec2.attachVolume(r -> r.volumeId(volume).instanceId(instance).device("/dev/xvdaa"));
  }

  Path byId(String instance, String volume) {
    return emulator
        .deviceDirectory(instance)
        .resolve("disk/by-id/nvme-Amazon_Elastic_Block_Store_" + volume.replace("-", ""));
  }

  VolumeAttachmentState attachment(String volume) {
    return ec2.describeVolumes(r -> r.volumeIds(volume)).volumes().getFirst().attachments().stream()
        .map(tie -> tie.state())
        .findFirst()
        .orElse(VolumeAttachmentState.DETACHED);
  }

  void awaitDetached(String volume) {
    while (attachment(volume) != VolumeAttachmentState.DETACHED) {
      Thread.onSpinWait();
    }
  }

  static void write(Path device) throws IOException {
    try (FileChannel channel = FileChannel.open(device, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(WORDS), 4096);
    }
  }

  static byte[] read(Path device) throws IOException {
    try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(WORDS.length);
      channel.read(bytes, 4096);
      return bytes.array();
    }
  }
}
