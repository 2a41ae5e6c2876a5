package example.ebs.controller.cluster;

import example.ebs.csi.model.VolumeId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Owners as a test declares them. */
public final class InMemoryOwners implements VolumeOwners {
  private final Map<VolumeId, Map<String, String>> tags = new ConcurrentHashMap<>();

  public void tag(VolumeId volume, Map<String, String> with) {
    tags.put(volume, with);
  }

  @Override
  public Set<String> of(VolumeId volume) {
    return ClusterTags.owners(tags.getOrDefault(volume, Map.of()));
  }
}
