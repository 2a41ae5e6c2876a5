package example.ebs.emulator.device;

import java.io.IOException;

/** The devices of volumes on instances. */
public interface BlockDevices {
  /** Makes the folder in which an instance's devices appear. */
  void addInstance(String instanceId) throws IOException;

  /** Takes the folder of an instance away. */
  void removeInstance(String instanceId) throws IOException;

  /** Makes a device appear; one that is there already stays as it is. */
  void attach(Placement placement) throws IOException;

  /**
   * Makes a device disappear, unless something has it open: then it disappears when that ends, and
   * this must be asked again to notice.
   *
   * @param shared another instance still uses the volume, so only this instance's names go
   * @return whether the device is gone
   */
  boolean detach(Placement placement, boolean shared) throws IOException;

  /** Makes the device of a volume, if it has one, as large as its content has become. */
  void grow(String volumeId) throws IOException;

  /** Attachments without devices. */
  static BlockDevices none() {
    return new BlockDevices() {
      @Override
      public void addInstance(String instanceId) {}

      @Override
      public void removeInstance(String instanceId) {}

      @Override
      public void attach(Placement placement) {}

      @Override
      public boolean detach(Placement placement, boolean shared) {
        return true;
      }

      @Override
      public void grow(String volumeId) {}
    };
  }
}
