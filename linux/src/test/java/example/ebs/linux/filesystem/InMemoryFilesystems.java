package example.ebs.linux.filesystem;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.linux.device.Device;
import example.ebs.linux.device.DeviceNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What devices hold, declared by the test; unknown ones are blank. */
public final class InMemoryFilesystems implements Filesystems {
  private final Map<DeviceNumber, DeviceContent> contents = new HashMap<>();
  private final List<DeviceNumber> formatted = new ArrayList<>();
  private final List<DeviceNumber> checked = new ArrayList<>();
  private final List<DeviceNumber> forgotten = new ArrayList<>();
  private Runnable beforeFormat = () -> {};

  /** What happens, once, when the next format begins. */
  public void beforeFormat(Runnable action) {
    beforeFormat = action;
  }

  public void put(DeviceNumber device, DeviceContent content) {
    contents.put(device, content);
  }

  public List<DeviceNumber> formatted() {
    return formatted;
  }

  /** Devices of which nobody can say any more that a format was begun there. */
  public List<DeviceNumber> forgotten() {
    return forgotten;
  }

  public List<DeviceNumber> checked() {
    return checked;
  }

  @Override
  public DeviceContent read(VolumeDevice device) {
    return contents.getOrDefault(device.device().number(), new DeviceContent.Blank());
  }

  @Override
  public void format(VolumeDevice volume, FilesystemType type) {
    Device device = volume.device();
    Runnable action = beforeFormat;
    beforeFormat = () -> {};
    action.run();
    if (device.readOnly()) {
      throw new Failure.PreconditionFailed(device.node() + " is blank and read-only");
    }
    switch (read(volume)) {
      case DeviceContent.Blank _, DeviceContent.HalfFormatted _ -> {
        formatted.add(device.number());
        put(device.number(), filesystem(type.kernelName(), false));
      }
      case DeviceContent.Filesystem _, DeviceContent.Other _, DeviceContent.Unreadable _ ->
          throw new Failure.PreconditionFailed(device.node() + " is not blank");
    }
  }

  @Override
  public void forgetFormatting(VolumeDevice volume) {
    Device device = volume.device();
    forgotten.add(device.number());
    if (read(volume) instanceof DeviceContent.HalfFormatted) {
      put(device.number(), new DeviceContent.Other("what a format left"));
    }
  }

  @Override
  public void check(VolumeDevice volume, FilesystemType type) {
    Device device = volume.device();
    checked.add(device.number());
    put(device.number(), filesystem(type.kernelName(), false));
  }

  public static DeviceContent.Filesystem filesystem(String type, boolean needsCheck) {
    return new DeviceContent.Filesystem(type, needsCheck, 1);
  }
}
