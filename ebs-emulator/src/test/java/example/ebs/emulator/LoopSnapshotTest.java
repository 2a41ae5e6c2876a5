package example.ebs.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotState;

/** What is in a snapshot of a real device: for root only. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LoopSnapshotTest {
  private static final int BLOCK = 4096;
  private static final int BLOCKS = 64;

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

  private String attached() {
    String volume = machine.volume();
    machine.attach(volume, machine.node);
    return volume;
  }

  private Path restored(String snapshot, int size) {
    String other = machine.emulator.runInstance("us-east-1b", "m5.large");
    String volume =
        machine
            .ec2
            .createVolume(r -> r.availabilityZone("us-east-1b").size(size).snapshotId(snapshot))
            .volumeId();
    machine.attach(volume, other);
    return machine.byId(other, volume);
  }

  @Test
  void isOfTheMomentOfTheCallAndOutlivesARestartAndItsVolume() throws IOException {
    String volume = attached();
    Path device = machine.byId(machine.node, volume);
    LoopMachine.write(device);
    machine.commands.run("blockdev", "--flushbufs", device.toString());

    CreateSnapshotResponse made =
        machine.ec2.createSnapshot(r -> r.volumeId(volume).description("d"));
    machine.commands.run("dd", "if=/dev/zero", "of=" + device, "bs=8k", "count=1", "conv=fsync");
    machine.restart();
    machine.ec2.detachVolume(r -> r.volumeId(volume));
    machine.awaitDetached(volume);
    machine.ec2.deleteVolume(r -> r.volumeId(volume));

    Snapshot told = machine.ec2.describeSnapshots(r -> r.ownerIds("self")).snapshots().getFirst();
    assertThat(told.snapshotId()).isEqualTo(made.snapshotId());
    assertThat(told.state()).isEqualTo(SnapshotState.COMPLETED);
    assertThat(told.volumeSize()).isEqualTo(1);
    assertThat(told.completionTime()).isNotNull();
    Path restored = restored(made.snapshotId(), 2);
    assertThat(LoopMachine.read(restored)).isEqualTo(LoopMachine.WORDS);
    assertThat(machine.commands.run("blockdev", "--getsize64", restored.toString()))
        .isEqualTo(Long.toString(2L << 30));
    machine.ec2.deleteSnapshot(r -> r.snapshotId(made.snapshotId()));
    assertThat(machine.ec2.describeSnapshots().snapshots()).isEmpty();
    assertThat(LoopMachine.read(restored)).isEqualTo(LoopMachine.WORDS);
  }

  /** Blocks are written round after round, in order: so none may be newer than one before it. */
  @Test
  void ofAVolumeThatIsBeingWrittenIsOneMoment() throws Exception {
    String volume = attached();
    Path device = machine.byId(machine.node, volume);
    AtomicBoolean enough = new AtomicBoolean();
    Thread writer = Thread.ofPlatform().start(() -> writeRounds(device, enough));
    String snapshot;
    try {
      snapshot = machine.ec2.createSnapshot(r -> r.volumeId(volume)).snapshotId();
    } finally {
      enough.set(true);
      writer.join();
    }

    int[] rounds = rounds(restored(snapshot, 1));

    for (int block = 1; block < BLOCKS; block++) {
      assertThat(rounds[block]).isLessThanOrEqualTo(rounds[block - 1]);
      assertThat(rounds[block]).isGreaterThanOrEqualTo(rounds[0] - 1);
    }
  }

  private static void writeRounds(Path device, AtomicBoolean enough) {
    try (FileChannel channel =
        FileChannel.open(device, StandardOpenOption.WRITE, StandardOpenOption.DSYNC)) {
      ByteBuffer bytes = ByteBuffer.allocate(BLOCK);
      for (int round = 1; !enough.get(); round++) {
        for (int block = 0; block < BLOCKS; block++) {
          bytes.putInt(0, round);
          channel.write(bytes.clear(), (long) block * BLOCK);
        }
        java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static int[] rounds(Path device) throws IOException {
    int[] rounds = new int[BLOCKS];
    try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ)) {
      ByteBuffer number = ByteBuffer.allocate(4);
      for (int block = 0; block < BLOCKS; block++) {
        channel.read(number.clear(), (long) block * BLOCK);
        rounds[block] = number.getInt(0);
      }
    }
    return rounds;
  }

  @Test
  void aCopyThatNobodyWasToldOfIsRemovedAtTheStart() throws IOException {
    Path volumes = machine.config.stateDirectory().resolve("volumes");
    Path half = volumes.resolve("snap-01234567.img.new");
    machine.ec2.close();
    machine.emulator.close();
    Files.write(half, LoopMachine.WORDS);

    machine.start();

    assertThat(half).doesNotExist();
  }
}
