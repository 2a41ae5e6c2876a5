package example.ebs.local.limit;

import example.ebs.linux.device.Device;
import example.ebs.local.model.DirectoryAccess;
import example.ebs.local.store.OpenStore;
import example.ebs.local.store.VolumeRecord;

/** A sparse file as a device, without a filesystem of ours. */
public record DevicePlaces(VolumeImages images) implements LimitedPlaces {
  @Override
  public void raise(OpenStore store, VolumeRecord volume, DirectoryAccess access) {
    var _ = images.attach(store, volume);
  }

  /** The device of a volume whose limit is raised. */
  public Device device(OpenStore store, VolumeRecord volume) {
    return images.attach(store, volume);
  }

  @Override
  public void lower(OpenStore store, VolumeRecord volume) {
    images.detach(store, volume);
  }

  @Override
  public void forget(OpenStore store, VolumeRecord volume) {}
}
