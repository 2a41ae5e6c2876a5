package example.ebs.controller.cluster;

import example.ebs.csi.model.VolumeId;
import java.util.Map;

final class InMemoryOwnersTest extends VolumeOwnersContract {
  private final InMemoryOwners owners = new InMemoryOwners();
  private int made;

  @Override
  protected VolumeOwners owners() {
    return owners;
  }

  @Override
  protected VolumeId tagged(Map<String, String> tags) {
    VolumeId id = new VolumeId("vol-%017x".formatted(++made));
    owners.tag(id, tags);
    return id;
  }
}
