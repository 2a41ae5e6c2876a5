package example.ebs.emulator.action;

import example.ebs.emulator.device.VolumeFiles;
import java.util.HashSet;
import java.util.Set;

/** Content of volumes that is only there or not. */
final class InMemoryFiles implements VolumeFiles {
  final Set<String> present = new HashSet<>();

  @Override
  public void create(String volumeId, int sizeGib) {
    present.add(volumeId);
  }

  @Override
  public void delete(String volumeId) {
    present.remove(volumeId);
  }

  @Override
  public void removeLeftovers(Set<String> volumeIds) {
    present.retainAll(volumeIds);
  }

  @Override
  public void refuseAny() {}
}
