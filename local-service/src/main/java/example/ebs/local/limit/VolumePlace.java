package example.ebs.local.limit;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.path.Place;
import example.ebs.linux.path.Targets;
import example.ebs.local.model.DirectoryAccess;
import example.ebs.local.store.OpenStore;
import example.ebs.local.store.StoreFailures;
import example.ebs.local.store.VolumeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the directories of volumes and sets who may use them. */
public record VolumePlace(Targets targets) {
  private static final int EVERYBODY = 0777;
  private static final String MODE = "unix:mode";

  /**
   * What is at the volume's directory now: the directory, or what is mounted on it.
   *
   * @throws Failure.PreconditionFailed when nothing is there
   */
  public Place open(OpenStore store, VolumeRecord volume) {
    return find(store, volume)
        .orElseThrow(
            () ->
                new Failure.PreconditionFailed(
                    "the directory of %s is not in root %s, where it was; put it back, or mount its disk; if it is lost, delete what claims it"
                        .formatted(volume, store)));
  }

  /** The same, if anything is there. */
  public Optional<Place> find(OpenStore store, VolumeRecord volume) {
    return targets.existingDirectory(store.place(volume.directory()));
  }

  /** Sets owner, group and permissions of what is at the volume's directory now. */
  void grant(OpenStore store, VolumeRecord volume, DirectoryAccess access) {
    try (Place place = open(store, volume)) {
      Path directory = place.opened();
      // Java hands the 32 bits on as they are: the upper half of all numbers is negative to it.
      Files.setAttribute(directory, "unix:uid", (int) access.owner().orElse(0));
      Files.setAttribute(directory, "unix:gid", (int) access.group().orElse(0));
      Files.setAttribute(directory, MODE, permissions(access));
    } catch (IOException failed) {
      throw StoreFailures.of("owner, group or permissions of " + volume + " cannot be set", failed);
    }
  }

  static int permissions(DirectoryAccess access) {
    return access.permissions().orElse(EVERYBODY);
  }
}
