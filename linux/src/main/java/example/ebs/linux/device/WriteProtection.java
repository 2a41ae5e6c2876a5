package example.ebs.linux.device;

/** Keeps devices from being written to, as a seam. */
public interface WriteProtection {
  /**
   * Keeps everybody from writing to the device until it is closed, the kernel included: ext4 ends
   * deletions that were under way also when it is mounted read-only. Where the device is in use
   * already, nothing is done: it would take the writing from whoever has it.
   */
  Held protect(Device device);

  /**
   * Takes away the protection that a process left which was killed before it could.
   *
   * @return the device as it is now; what somebody else has made read-only stays so
   */
  Device restored(Device device);

  /** A device that nothing is written to; close it once. */
  @FunctionalInterface
  interface Held extends AutoCloseable {
    @Override
    void close();
  }
}
