package example.ebs.linux.filesystem;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.process.CommandResult;
import example.ebs.linux.process.Commands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Repairs ext2, ext3 and ext4 with e2fsck, in as much memory as a node has for it.
 *
 * <p>First the journal is replayed, as only then the superblock says all that the filesystem knows:
 * that the kernel gave up on it is written in the journal, and the kernel itself would go on. Only
 * one that has errors is read as a whole.
 */
final class ExtCheck {
  private static final Duration LONGEST = Duration.ofHours(2);
  // Of the 192 MiB of the node's container the process itself takes more than half; whoever takes
  // more is killed, and the process with it. So checks of two devices do not run at once, either.
  private static final int MEMORY_MEBIBYTES = 64;
  private static final Semaphore MEMORY = new Semaphore(1);

  // e2fsck(8): the exit code is a sum; 1 and 2 say that errors were corrected.
  private static final int UNREPAIRED = 4;
  private static final int CORRECTED_ALL = 3;

  private final Commands commands;

  ExtCheck(Commands commands) {
    this.commands = commands;
  }

  void repair(VolumeDevice volume) {
    run(volume, List.of("-E", "journal_only"));
    if (isStillUnclean(volume)) {
      whole(volume);
    }
  }

  private static boolean isStillUnclean(VolumeDevice volume) {
    return DeviceReader.read(volume.device().node(), volume.volume())
            instanceof DeviceContent.Filesystem found
        && found.needsCheck();
  }

  private void whole(VolumeDevice volume) {
    if (!MEMORY.tryAcquire()) {
      throw new Failure.InProgress(
          "the filesystem on %s needs a check, and another one of this node is being checked; ask again when that has ended"
              .formatted(volume.device().node()));
    }
    try {
      run(volume, List.of());
    } finally {
      MEMORY.release();
    }
  }

  private void run(VolumeDevice volume, List<String> how) {
    String node = volume.device().node().toString();
    List<String> command = new ArrayList<>();
    command.addAll(List.of("prlimit", "--data=" + ((long) MEMORY_MEBIBYTES << 20)));
    command.addAll(List.of("e2fsck", "-p"));
    command.addAll(how);
    command.add(node);
    CommandResult result = commands.run(command, LONGEST);
    if ((result.exitCode() & UNREPAIRED) != 0) {
      throw new Failure.PreconditionFailed(
          "the filesystem on %s has errors that e2fsck -p does not repair; repair it by hand with e2fsck: %s"
              .formatted(node, result.output()));
    }
    if ((result.exitCode() & ~CORRECTED_ALL) != 0) {
      throw failure(node, result);
    }
  }

  private static Failure failure(String node, CommandResult result) {
    if (result.output().contains("Memory allocation failed")) {
      return new Failure.PreconditionFailed(
          "the filesystem on %s has errors, and to check it takes more than the %d MiB that a node has for it; check it by hand with e2fsck -p where there is more memory, or mount it with option ro: %s"
              .formatted(node, MEMORY_MEBIBYTES, result.output()));
    }
    return new Failure.Internal(
        "e2fsck on %s ended with %d: %s".formatted(node, result.exitCode(), result.output()));
  }
}
