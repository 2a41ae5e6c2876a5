package example.ebs.linux.filesystem;

/** What is on a device. */
public sealed interface DeviceContent {

  /** Nothing: everything that was looked at is zero. */
  record Blank() implements DeviceContent {}

  /**
   * A whole filesystem.
   *
   * @param type as the kernel names it; may be one that this driver does not mount
   * @param needsCheck whether it says itself that mounting does not suffice to repair it
   * @param size in bytes, as the filesystem believes
   */
  record Filesystem(String type, boolean needsCheck, long size) implements DeviceContent {}

  /** What an earlier call of ours left when it was stopped while it made a filesystem. */
  record HalfFormatted() implements DeviceContent {}

  /**
   * Something else, which nobody may overwrite.
   *
   * @param what as it completes "the device holds …"
   */
  record Other(String what) implements DeviceContent {}

  /**
   * It could not be read.
   *
   * @param reason what the system said
   */
  record Unreadable(String reason) implements DeviceContent {}
}
