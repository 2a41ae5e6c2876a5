package example.ebs.local.limit;

import example.ebs.linux.path.Place;
import example.ebs.linux.quota.ProjectQuota;
import example.ebs.local.model.DirectoryAccess;
import example.ebs.local.store.OpenStore;
import example.ebs.local.store.Stage;
import example.ebs.local.store.VolumeRecord;

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
