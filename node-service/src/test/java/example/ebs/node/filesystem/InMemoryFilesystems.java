package example.ebs.node.filesystem;

import example.ebs.csi.failure.Failure;
import example.ebs.node.device.Device;
import example.ebs.node.device.DeviceNumber;
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
  public DeviceContent read(Device device) {
    return contents.getOrDefault(device.number(), new DeviceContent.Blank());
  }

  @Override
  public void format(Device device, FilesystemType type) {
    Runnable action = beforeFormat;
    beforeFormat = () -> {};
    action.run();
    if (device.readOnly()) {
      throw new Failure.PreconditionFailed(device.node() + " is blank and read-only");
    }
    switch (read(device)) {
      case DeviceContent.Blank _, DeviceContent.HalfFormatted _ -> {
        formatted.add(device.number());
        put(device.number(), filesystem(type.kernelName(), false));
      }
      case DeviceContent.Filesystem _, DeviceContent.Other _, DeviceContent.Unreadable _ ->
          throw new Failure.PreconditionFailed(device.node() + " is not blank");
    }
  }

  @Override
  public void forgetFormatting(Device device) {
    forgotten.add(device.number());
    if (read(device) instanceof DeviceContent.HalfFormatted) {
      put(device.number(), new DeviceContent.Other("what a format left"));
    }
  }

  @Override
  public void check(Device device, FilesystemType type) {
    checked.add(device.number());
    put(device.number(), filesystem(type.kernelName(), false));
  }

  public static DeviceContent.Filesystem filesystem(String type, boolean needsCheck) {
    return new DeviceContent.Filesystem(type, needsCheck, 1);
  }
}
