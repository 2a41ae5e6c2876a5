package example.ebs.emulator.action;

import example.ebs.emulator.device.NoRoomException;
import example.ebs.emulator.device.VolumeFiles;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Content of volumes that is only there or not. */
final class InMemoryFiles implements VolumeFiles {
  int largest = Integer.MAX_VALUE;
  final Set<String> present = new HashSet<>();
  final Map<String, Integer> sizes = new HashMap<>();

  @Override
  public void create(String volumeId, int sizeGib) throws NoRoomException {
    if (sizeGib > largest) {
      throw new NoRoomException(
          "no place for " + sizeGib + " GiB", new IOException("File too large"));
    }
    present.add(volumeId);
    sizes.putIfAbsent(volumeId, sizeGib);
  }

  @Override
  public void grow(String volumeId, int sizeGib) throws IOException {
    create(volumeId, sizeGib);
    sizes.merge(volumeId, sizeGib, Math::max);
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
