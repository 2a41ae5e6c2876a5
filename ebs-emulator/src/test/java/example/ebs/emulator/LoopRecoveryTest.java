package example.ebs.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.emulator.device.SparseFiles;
import example.ebs.emulator.server.Ec2Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/** Real loop devices after kills, copies and losses, and on odd machines: for root only. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LoopRecoveryTest {
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
  void aKilledEmulatorsDevicesAreFoundAgain() throws IOException, InterruptedException {
    String[] made = attachedByAnother(List.of());

    assertThat(LoopMachine.read(machine.byId(made[0], made[1]))).isEqualTo(LoopMachine.WORDS);
    assertThat(
            machine
                .commands
                .run("losetup", "--list", "--noheadings", "--output", "BACK-FILE")
                .lines())
        .filteredOn(file -> file.contains(made[1]))
        .hasSize(1);
    machine.commands.run(
        "losetup", "--detach", machine.byId(made[0], made[1]).toRealPath().toString());
    machine.restart();
    assertThat(LoopMachine.read(machine.byId(made[0], made[1]))).isEqualTo(LoopMachine.WORDS);
  }

  /** In a container /dev shows the devices that there were when it began, and no later one. */
  @Test
  void aContainerWithoutNodesOfLoopDevicesCanAttach() throws IOException, InterruptedException {
    String emptyDev =
        "mount -t tmpfs none /dev && mknod /dev/null c 1 3 && mknod /dev/loop-control c 10 237"
            + " && exec \"$@\"";

    String[] made = attachedByAnother(List.of("unshare", "-m", "sh", "-c", emptyDev, "sh"));

    assertThat(LoopMachine.read(machine.byId(made[0], made[1]))).isEqualTo(LoopMachine.WORDS);
  }

  /** The instance and the volume that another emulator attached before it was killed. */
  private String[] attachedByAnother(List<String> within) throws IOException, InterruptedException {
    machine.ec2.close();
    machine.emulator.destroy();
    List<String> command = new ArrayList<>(within);
    command.addAll(
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("java.class.path"),
            KilledEmulator.class.getName(),
            machine.config.stateDirectory().toString()));
    Process other =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      return Optional.ofNullable(other.inputReader().readLine()).orElse("none none").split(" ", -1);
    } finally {
      other.destroyForcibly().waitFor();
      machine.start();
    }
  }

  @Test
  void aLoopDeviceThatSomebodyLeftReadOnlyIsMadeWritable() throws IOException {
    String free = machine.commands.run("losetup", "--find");
    machine.commands.run("blockdev", "--setro", free);
    try {
      String volume = machine.volume();
      machine.attach(volume, machine.node);
      LoopMachine.write(machine.byId(machine.node, volume));
      assertThat(LoopMachine.read(machine.byId(machine.node, volume))).isEqualTo(LoopMachine.WORDS);
    } finally {
      machine.commands.run("blockdev", "--setrw", free);
    }
  }

  @Test
  void aVolumeTooLargeForTheFilesystemIsAFinalRefusalThatSaysSo() {
    assertThatThrownBy(
            () ->
                Clients.withoutRetries(machine.emulator)
                    .createVolume(
                        r ->
                            r.availabilityZone(LoopMachine.ZONE)
                                .size(65_536)
                                .volumeType(VolumeType.GP3)))
        .hasMessageContaining("a file of 65536 GiB cannot be made")
        .isInstanceOfSatisfying(
            Ec2Exception.class,
            refused ->
                assertThat(refused.awsErrorDetails().errorCode())
                    .isEqualTo("InsufficientVolumeCapacity"));
  }

  @Test
  void destroyNamesWhatIsStillOpen() throws IOException {
    String volume = machine.volume();
    machine.attach(volume, machine.node);
    try (FileChannel open =
        FileChannel.open(machine.byId(machine.node, volume), StandardOpenOption.READ)) {
      assertThat(machine.emulator.destroy())
          .singleElement()
          .asString()
          .contains(volume, "still open");
      assertThat(open.isOpen()).isTrue();
    }
    machine.start();
  }

  @Test
  void aDeviceRootWithoutDevicesIsRefusedWithTheReason() throws IOException {
    Path nodev = machine.mount("nodev", "-t", "tmpfs", "-o", "nodev,size=1m,mode=700", "none");
    EmulatorConfig refused =
        EmulatorConfig.defaults(directory.resolve("other")).withDeviceRoot(nodev);

    assertThatThrownBy(() -> Emulator.start(refused))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nodev")
        .hasMessageContaining("--device-root");
  }

  @Test
  void theDevicesOfACopiedStateDirectoryAreNotTouched() throws IOException {
    String volume = machine.volume();
    machine.attach(volume, machine.node);
    LoopMachine.write(machine.byId(machine.node, volume));
    Path copy = directory.resolve("copy");
    machine.commands.run(
        "cp", "-a", "--sparse=always", machine.config.stateDirectory().toString(), copy.toString());

    try (Emulator other = Emulator.start(EmulatorConfig.defaults(copy).withLatency(Latency.NONE))) {
      assertThat(other.destroy()).isEmpty();
    }

    assertThat(copy).doesNotExist();
    assertThat(LoopMachine.read(machine.byId(machine.node, volume))).isEqualTo(LoopMachine.WORDS);
  }

  @Test
  void aFullDiskRefusesVolumesInOneLineEachAndKeepsNothingOfThem() throws IOException {
    Path disk = machine.mount("disk", "-t", "tmpfs", "-o", "size=256k,mode=700", "none");
    Path state = disk.resolve("state");
    try (Emulator full = Emulator.start(EmulatorConfig.defaults(state).withLatency(Latency.NONE));
        Ec2Client client = Clients.withoutRetries(full);
        LogLines log = new LogLines(Ec2Endpoint.class)) {
      fill(disk.resolve("filling"));
      assertThatThrownBy(
              () -> {
                while (true) {
                  client.createVolume(r -> r.availabilityZone(LoopMachine.ZONE).size(1));
                }
              })
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("make room");

      assertThat(state.resolve("volumes"))
          .satisfies(
              volumes ->
                  assertThat(volumes.toFile().list())
                      .hasSize(client.describeVolumes().volumes().size()));
      assertThat(log.told()).singleElement().asString().contains("state.json", "make room");
      assertThat(log.traces()).isZero();
      Files.delete(disk.resolve("filling"));
      assertThat(full.destroy()).isEmpty();
    }
  }

  private static void fill(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer page = ByteBuffer.allocate(4096);
      while (true) {
        channel.write(page.clear());
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  @Test
  void devicesAreNotForgottenByAStartWithoutThem() throws IOException {
    String volume = machine.volume();
    machine.attach(volume, machine.node);
    machine.ec2.close();
    machine.emulator.close();

    assertThatThrownBy(() -> Emulator.start(machine.config.withDevices(DeviceKind.NONE)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--devices loop")
        .hasMessageContaining("another --state-dir");

    machine.start();
    LoopMachine.write(machine.byId(machine.node, volume));
    assertThat(LoopMachine.read(machine.byId(machine.node, volume))).isEqualTo(LoopMachine.WORDS);
  }

  @Test
  void aStateWithoutDevicesIsNotGoneOnWithAsIfItHadSome() throws IOException {
    EmulatorConfig without =
        EmulatorConfig.defaults(directory.resolve("without")).withDevices(DeviceKind.NONE);
    Emulator.start(without).close();

    assertThatThrownBy(() -> Emulator.start(without.withDevices(DeviceKind.LOOP)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was made with --devices none");
    Emulator.start(without).close();
  }

  /** With it the last changes are gone, and maybe all that made the volumes. */
  @Test
  void volumesThatAnEmptiedJournalNoLongerKnowsAreKept() throws IOException {
    String written = machine.volume();
    machine.attach(written, machine.node);
    LoopMachine.write(machine.byId(machine.node, written));
    machine.ec2.detachVolume(r -> r.volumeId(written));
    machine.awaitDetached(written);
    Path state = machine.config.stateDirectory();
    Path file = state.resolve("volumes/" + written + ".img");
    machine.ec2.close();
    machine.emulator.close();
    byte[] journal = Files.readAllBytes(state.resolve("state.journal"));
    byte[] snapshot = Files.readAllBytes(state.resolve("state.json"));
    Files.write(state.resolve("state.journal"), new byte[0]);

    try (LogLines log = new LogLines(SparseFiles.class)) {
      machine.start();
      assertThat(log.told())
          .singleElement()
          .asString()
          .contains(
              file.toString(), "put back the state.json and state.journal", "delete the file");
    }
    assertThat(machine.ec2.describeVolumes().volumes()).isEmpty();
    machine.ec2.close();
    machine.emulator.close();

    Files.write(state.resolve("state.journal"), journal);
    Files.write(state.resolve("state.json"), snapshot);
    machine.start();
    machine.attach(written, machine.node);
    assertThat(LoopMachine.read(machine.byId(machine.node, written))).isEqualTo(LoopMachine.WORDS);
  }

  @Test
  void volumesWhoseStateIsGoneAreKept() throws IOException {
    String volume = machine.volume();
    Path state = machine.config.stateDirectory().resolve("state.json");
    Path away = directory.resolve("away.json");
    machine.ec2.close();
    machine.emulator.close();
    Files.move(state, away);

    assertThatThrownBy(() -> Emulator.start(machine.config))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("state.json")
        .hasMessageContaining("--state-dir");

    Files.move(away, state);
    machine.start();
    machine.attach(volume, machine.node);
    assertThat(machine.byId(machine.node, volume)).exists();
  }
}
