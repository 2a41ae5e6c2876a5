package example.ebs.node.local.limit;

import example.ebs.csi.local.DirectoryAccess;
import example.ebs.node.local.store.OpenStore;
import example.ebs.node.local.store.Stage;
import example.ebs.node.local.store.VolumeRecord;
import example.ebs.node.path.Place;
import example.ebs.node.quota.ProjectQuota;

/** A project quota on the directory. */
public record QuotaPlaces(VolumePlace places, ProjectQuota quota) implements LimitedPlaces {
  @Override
  public void raise(OpenStore store, VolumeRecord volume, DirectoryAccess access) {
    try (Place place = places.open(store, volume)) {
      volume
          .limit()
          .size()
          .ifPresent(size -> quota.limit(place.self(), volume.key().value(), size.bytes()));
    }
    if (volume.stage() instanceof Stage.Claimed) {
      places.grant(store, volume, access);
    }
  }

  @Override
  public void lower(OpenStore store, VolumeRecord volume) {}

  @Override
  public void forget(OpenStore store, VolumeRecord volume) {
    places
        .find(store, volume)
        .ifPresent(
            found -> {
              try (Place place = found) {
                quota.clear(place.self());
              }
            });
  }
}
