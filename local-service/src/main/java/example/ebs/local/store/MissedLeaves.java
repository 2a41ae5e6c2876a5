package example.ebs.local.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Notes the volumes that a pod left and that could not be emptied then, because their root could
 * not be looked into or something else of the machine still had them: those that end with their
 * pods are emptied as soon as they can be, and before anybody has them again.
 */
public record MissedLeaves(Notes notes) {

  static MissedLeaves in(Path folder) {
    return new MissedLeaves(new Notes(folder));
  }

  public void add(VolumeKey volume) {
    notes.write(volume.value(), "");
  }

  public boolean contains(VolumeKey volume) {
    return notes.read(volume.value()).isPresent();
  }

  /** Once it was emptied, or somebody has it and so will leave it in turn. */
  public void remove(VolumeKey volume) {
    notes.remove(volume.value());
  }

  public List<VolumeKey> all() {
    return notes.names().stream().map(VolumeKey::parse).flatMap(Optional::stream).toList();
  }
}
