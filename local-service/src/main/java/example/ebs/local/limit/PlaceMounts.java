package example.ebs.local.limit;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.mount.MountEntry;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.path.Place;
import example.ebs.linux.path.TargetPath;
import example.ebs.linux.path.Targets;
import example.ebs.linux.system.Descriptor;
import example.ebs.local.store.OpenStore;
import example.ebs.local.store.VolumeRecord;
import java.nio.file.Path;
import java.util.Optional;

/** What is mounted on the directories of volumes, in their place. */
record PlaceMounts(Mounter mounter, Targets targets) {

  /** The topmost mount on the volume's directory. */
  Optional<MountEntry> at(OpenStore store, VolumeRecord volume) {
    return mounter.mounts().top(store.place(volume.directory()).path());
  }

  /** Takes away all that is mounted on it; nothing is done already. */
  void clear(OpenStore store, VolumeRecord volume) {
    TargetPath directory = store.place(volume.directory());
    Optional<Descriptor> found = targets.parent(directory);
    if (found.isEmpty()) {
      return;
    }
    try (Descriptor parent = found.get()) {
      Path target = parent.path().resolve(directory.name());
      while (mounter.unmount(target, directory.toString())) {
        // Another one may lie beneath.
      }
    }
  }

  static Failure otherwise(VolumeRecord volume, Place place) {
    return new Failure.PreconditionFailed(
        "%s: something is mounted at %s that is not this volume; unmount it"
            .formatted(volume, place.path()));
  }
}
