package example.ebs.emulator.action;

import example.ebs.emulator.device.BlockDevices;
import example.ebs.emulator.device.Placement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Devices that are there because somebody says so, and may be held open. */
final class InMemoryDevices implements BlockDevices {
  final Set<String> instances = new HashSet<>();
  final Set<Placement> present = new HashSet<>();
  final Set<String> openVolumes = new HashSet<>();

  @Override
  public void addInstance(String instanceId) {
    instances.add(instanceId);
  }

  @Override
  public void removeInstance(String instanceId) {
    instances.remove(instanceId);
  }

  /** How often somebody wanted a device. */
  int asked;

  /** Why no device can be made, if so. */
  String broken = "";

  @Override
  public void attach(Placement placement) throws IOException {
    asked++;
    if (!broken.isEmpty()) {
      throw new IOException(broken);
    }
    present.add(placement);
  }

  /** The volumes whose devices were made as large as their content. */
  final List<String> grown = new ArrayList<>();

  @Override
  public void grow(String volumeId) throws IOException {
    if (!broken.isEmpty()) {
      throw new IOException(broken);
    }
    grown.add(volumeId);
  }

  @Override
  public boolean detach(Placement placement, boolean shared) {
    if (present.contains(placement) && !shared && openVolumes.contains(placement.volumeId())) {
      return false;
    }
    present.remove(placement);
    return true;
  }
}
