package example.ebs.provisioner.local;

import example.ebs.local.model.LocalDriver;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.util.Map;
import java.util.Optional;

/**
 * What a PersistentVolume says of a local volume.
 *
 * @param node that has it
 * @param directory its name; empty where an existing one is used
 * @param wrapped the existing directory that is used; empty where one is made
 */
record LocalVolume(String node, Optional<String> directory, Optional<String> wrapped) {
  /** The volume, if it is one of ours and says where it is. */
  static Optional<LocalVolume> of(PersistentVolume volume, LocalDriver names) {
    return Optional.ofNullable(volume.getSpec().getCsi())
        .filter(source -> names.name().equals(source.getDriver()))
        .flatMap(
            source -> {
              Map<String, String> says =
                  Optional.ofNullable(source.getVolumeAttributes()).orElse(Map.of());
              return Optional.ofNullable(volume.getMetadata().getLabels())
                  .map(labels -> labels.get(names.nodeLabel()))
                  .map(
                      node ->
                          new LocalVolume(
                              node,
                              Optional.ofNullable(says.get("directory")),
                              Optional.ofNullable(says.get("path"))));
            });
  }

  /** What there is on the disk of its node, in words. */
  String onDisk() {
    return wrapped
        .map(path -> "directory %s, which was there before and stays".formatted(path))
        .or(() -> directory.map(name -> "directory %s in a root for local volumes".formatted(name)))
        .orElse("whatever it was");
  }
}
