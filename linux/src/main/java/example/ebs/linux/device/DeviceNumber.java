package example.ebs.linux.device;

/** A device's number in the kernel, which names it whatever its node in {@code /dev} is called. */
public record DeviceNumber(long major, long minor) {

  /** From {@code major:minor}, the way {@code /sys} and the mount table write it. */
  public static DeviceNumber parse(String text) {
    int colon = text.indexOf(':');
    return new DeviceNumber(
        Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
  }

  /** From a {@code dev_t} of the C library. */
  public static DeviceNumber of(long device) {
    return new DeviceNumber(
        (device >>> 8 & 0xfff) | (device >>> 32 & ~0xfffL),
        (device & 0xff) | (device >>> 12 & 0xffff_ff00L));
  }

  /** As a {@code dev_t} of the C library. */
  public long encoded() {
    return (minor & 0xff)
        | (major & 0xfff) << 8
        | (minor & 0xffff_ff00L) << 12
        | (major & ~0xfffL) << 32;
  }

  @Override
  public String toString() {
    return major + ":" + minor;
  }
}
