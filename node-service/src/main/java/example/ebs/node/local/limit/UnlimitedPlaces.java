package example.ebs.node.local.limit;

import example.ebs.csi.local.DirectoryAccess;
import example.ebs.node.local.store.OpenStore;
import example.ebs.node.local.store.Stage;
import example.ebs.node.local.store.VolumeRecord;

/** A size that is advice: the directory alone. */
public record UnlimitedPlaces(VolumePlace places) implements LimitedPlaces {
  @Override
  public void raise(OpenStore store, VolumeRecord volume, DirectoryAccess access) {
    if (volume.stage() instanceof Stage.Claimed) {
      places.grant(store, volume, access);
    }
  }

  @Override
  public void lower(OpenStore store, VolumeRecord volume) {}

  @Override
  public void forget(OpenStore store, VolumeRecord volume) {}
}
