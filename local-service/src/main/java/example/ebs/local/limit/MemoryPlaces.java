package example.ebs.local.limit;

import example.ebs.linux.mount.FilesystemMount;
import example.ebs.linux.mount.MountEntry;
import example.ebs.linux.mount.MountOptions;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.path.Place;
import example.ebs.linux.path.Targets;
import example.ebs.local.model.DirectoryAccess;
import example.ebs.local.store.OpenStore;
import example.ebs.local.store.VolumeRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A tmpfs of the volume's size on its directory; gone with the machine's memory. */
public final class MemoryPlaces implements LimitedPlaces {
  private static final String TMPFS = "tmpfs";

  private final VolumePlace places;
  private final Mounter mounter;
  private final PlaceMounts mounts;

  public MemoryPlaces(Mounter mounter, Targets targets) {
    this.places = new VolumePlace(targets);
    this.mounter = mounter;
    this.mounts = new PlaceMounts(mounter, targets);
  }

  @Override
  public void raise(OpenStore store, VolumeRecord volume, DirectoryAccess access) {
    try (Place place = places.open(store, volume)) {
      Optional<MountEntry> there = mounts.at(store, volume);
      if (there.isEmpty()) {
        mounter.mount(new FilesystemMount(Path.of(TMPFS), TMPFS, options(volume, access)), place);
      } else if (!there.get().type().equals(TMPFS)) {
        throw PlaceMounts.otherwise(volume, place);
      }
    }
  }

  /** With the access from the start, so that nobody sees it with another. */
  private static MountOptions options(VolumeRecord volume, DirectoryAccess access) {
    List<String> options = new ArrayList<>();
    options.add("mode=" + Integer.toOctalString(VolumePlace.permissions(access)));
    options.add("uid=" + access.owner().orElse(0));
    options.add("gid=" + access.group().orElse(0));
    volume.limit().size().ifPresent(size -> options.add("size=" + size.bytes()));
    return MountOptions.parse(options);
  }

  /** Unmounting would lose the data, so nothing is given back before it is no longer wanted. */
  @Override
  public void lower(OpenStore store, VolumeRecord volume) {}

  @Override
  public void forget(OpenStore store, VolumeRecord volume) {
    mounts.clear(store, volume);
  }
}
