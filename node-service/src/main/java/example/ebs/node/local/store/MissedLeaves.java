package example.ebs.node.local.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Notes the volumes of claims that a pod left while their root could not be looked into: one that
 * is to be empty for the next pod could not be emptied, and is before anybody has it again.
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
