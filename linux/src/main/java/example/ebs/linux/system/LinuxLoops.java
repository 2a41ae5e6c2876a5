package example.ebs.linux.system;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The calls of loop devices (loop(4)), with Java's types; all throw {@link SystemCallException}.
 *
 * <p>Safe for use by many threads.
 */
public final class LinuxLoops {
  private static final int AT_FDCWD = -100;
  private static final int O_RDWR = 2;
  private static final int O_EXCL = 0x80;
  private static final int O_CLOEXEC = 0x8_0000;
  private static final int LOCK_EXCLUSIVE_NOW = 2 | 4;
  private static final int SET_FD = 0x4C00;
  private static final int CLR_FD = 0x4C01;
  private static final int SET_STATUS = 0x4C04;
  private static final int GET_STATUS = 0x4C05;
  private static final int CONFIGURE = 0x4C0A;
  private static final int GET_FREE = 0x4C82;
  private static final int SET_READ_ONLY = 0x125D;
  // struct loop_config: descriptor, block size, struct loop_info64, and room for later.
  private static final int CONFIGURATION_SIZE = 304;
  private static final Set<Errno> UNKNOWN_CALL = EnumSet.of(Errno.EINVAL, Errno.ENOTTY);

  /** Opens what the path leads to, for reading and, if asked, for writing. */
  public Descriptor open(Path path, boolean writing) {
    return open(path, writing ? O_RDWR : 0);
  }

  /**
   * Opens a block device for nobody else to claim: fails with EBUSY while it is mounted, and keeps
   * it from being mounted.
   */
  public Descriptor claim(Path device) {
    return open(device, O_EXCL);
  }

  /** Takes the lock of an open file, until that is closed; false when somebody else has it. */
  public boolean lock(Descriptor file) {
    int result = CLibrary.Controls.CALLS.flock(file.number(), LOCK_EXCLUSIVE_NOW);
    if (result < 0 && CLibrary.lastErrno() == Errno.EAGAIN) {
      return false;
    }
    CLibrary.checked("flock", result);
    return true;
  }

  /** The number of a device that is free now; it is made if all are taken. */
  public int free(Descriptor control) {
    return CLibrary.checked(
        "LOOP_CTL_GET_FREE", CLibrary.Controls.CALLS.ioctl(control.number(), GET_FREE, 0L));
  }

  /**
   * Attaches an open file in one step; can be written to if both were opened for that. Fails with
   * EBUSY when the device is not free.
   */
  public void configure(Descriptor device, Descriptor file) {
    byte[] configuration = new byte[CONFIGURATION_SIZE];
    ByteBuffer.wrap(configuration).order(ByteOrder.nativeOrder()).putInt(file.number());
    int result = CLibrary.Controls.CALLS.ioctl(device.number(), CONFIGURE, configuration);
    if (result < 0 && UNKNOWN_CALL.contains(CLibrary.lastErrno())) {
      // Before Linux 5.8. The same, as nothing is asked for but the file.
      CLibrary.checked(
          "LOOP_SET_FD",
          CLibrary.Controls.CALLS.ioctl(device.number(), SET_FD, (long) file.number()));
    } else {
      CLibrary.checked("LOOP_CONFIGURE", result);
    }
  }

  /** Lets the device be written to, which somebody may have forbidden for an earlier file. */
  public void allowWriting(Descriptor device) {
    CLibrary.checked(
        "BLKROSET", CLibrary.Controls.CALLS.ioctl(device.number(), SET_READ_ONLY, new byte[4]));
  }

  /** What is attached; empty when nothing is. */
  public Optional<LoopStatus> status(Descriptor device) {
    byte[] information = new byte[LoopStatus.SIZE];
    int result = CLibrary.Controls.CALLS.ioctl(device.number(), GET_STATUS, information);
    if (result < 0 && CLibrary.lastErrno() == Errno.ENXIO) {
      return Optional.empty();
    }
    CLibrary.checked("LOOP_GET_STATUS64", result);
    return Optional.of(LoopStatus.of(information));
  }

  /** Has an attached device stay attached when it is closed. */
  public void keep(Descriptor device) {
    byte[] information = new byte[LoopStatus.SIZE];
    CLibrary.checked(
        "LOOP_GET_STATUS64",
        CLibrary.Controls.CALLS.ioctl(device.number(), GET_STATUS, information));
    ByteBuffer buffer = ByteBuffer.wrap(information).order(ByteOrder.nativeOrder());
    buffer.putInt(LoopStatus.FLAGS, buffer.getInt(LoopStatus.FLAGS) & ~LoopStatus.AUTOCLEAR);
    CLibrary.checked(
        "LOOP_SET_STATUS64",
        CLibrary.Controls.CALLS.ioctl(device.number(), SET_STATUS, information));
  }

  /** Detaches, now or, where somebody else has the device open, when the last of them closes it. */
  public void clear(Descriptor device) {
    CLibrary.checked("LOOP_CLR_FD", CLibrary.Controls.CALLS.ioctl(device.number(), CLR_FD, 0L));
  }

  private static Descriptor open(Path path, int flags) {
    int result = CLibrary.Files.CALLS.openat(AT_FDCWD, path.toString(), flags | O_CLOEXEC, 0);
    return new Descriptor(CLibrary.checked("openat", result));
  }
}
