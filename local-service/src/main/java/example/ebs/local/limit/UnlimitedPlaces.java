package example.ebs.local.limit;

import example.ebs.local.model.DirectoryAccess;
import example.ebs.local.store.OpenStore;
import example.ebs.local.store.Stage;
import example.ebs.local.store.VolumeRecord;

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
