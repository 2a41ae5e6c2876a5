package example.ebs.linux.device;

/** For devices to which nobody writes but who is told to. */
public final class InMemoryWriteProtection implements WriteProtection {
  @Override
  public Held protect(Device device) {
    return () -> {};
  }

  @Override
  public Device restored(Device device) {
    return device;
  }
}
