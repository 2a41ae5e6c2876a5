package example.ebs.emulator.action;

import example.ebs.emulator.device.ContentCopies;
import example.ebs.emulator.device.NoRoomException;
import example.ebs.emulator.device.VolumeFiles;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Content of volumes that is only there or not. */
final class InMemoryFiles implements VolumeFiles, ContentCopies {
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
    copying.remove(volumeId);
  }

  @Override
  public void removeLeftovers(Set<String> volumeIds) {
    present.retainAll(volumeIds);
    copying.retainAll(volumeIds);
  }

  /** Copies that are not kept yet, and of what. */
  final Set<String> copying = new HashSet<>();

  final Map<String, String> sources = new HashMap<>();

  @Override
  public void copy(String sourceId, String id, int sizeGib) throws IOException {
    if (!present.contains(sourceId)) {
      throw new IOException("no content of " + sourceId);
    }
    if (sizeGib > largest) {
      throw new NoRoomException(
          "no place for " + sizeGib + " GiB", new IOException("File too large"));
    }
    copying.add(id);
    sources.put(id, sourceId);
    sizes.put(id, sizeGib);
  }

  @Override
  public boolean keep(String id) {
    if (copying.remove(id)) {
      present.add(id);
    }
    return present.contains(id);
  }

  @Override
  public void refuseAny() {}
}
