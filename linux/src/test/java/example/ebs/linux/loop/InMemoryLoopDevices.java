package example.ebs.linux.loop;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.device.Device;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.system.Descriptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Devices that are numbers only; nothing can be read from them. */
public final class InMemoryLoopDevices implements LoopDevices {
  private static final long LOOP_MAJOR = 7;

  private final Map<Long, LoopDevice> attached = new TreeMap<>();

  @Override
  public synchronized LoopDevice attach(Descriptor file, Access access) {
    BackingFile wanted = BackingFiles.attachable(file);
    for (LoopDevice found : of(file)) {
      if (found.device().readOnly() != (access == Access.READ_ONLY)) {
        throw new Failure.InUse(
            found + " is " + (found.device().readOnly() ? "read-only" : "attached for writing"));
      }
      return found;
    }
    long minor = 0;
    while (attached.containsKey(minor)) {
      minor++;
    }
    Device device =
        new Device(
            Path.of("/dev/loop" + minor),
            new DeviceNumber(LOOP_MAJOR, minor),
            access == Access.READ_ONLY);
    attached.put(minor, new LoopDevice(device, wanted));
    return new LoopDevice(device, wanted);
  }

  @Override
  public synchronized List<LoopDevice> of(Descriptor file) {
    BackingFile wanted = BackingFiles.of(file);
    return attached.values().stream().filter(one -> one.file().equals(wanted)).toList();
  }

  @Override
  public synchronized void detach(LoopDevice device) {
    attached.values().removeIf(device::equals);
  }
}
