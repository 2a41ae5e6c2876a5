package example.ebs.local.release;

import example.ebs.csi.kubernetes.ObjectSelection;
import example.ebs.local.model.LocalDriver;
import example.ebs.local.model.LocalVolumeId;
import java.util.Optional;

/**
 * Where PersistentVolumes must say that they are for this node to act upon them.
 *
 * @param driver of this installation
 * @param node the Kubernetes node's name
 */
public record Residence(LocalDriver driver, String node) {
  /** All that say so. */
  public ObjectSelection volumes() {
    return new ObjectSelection(
        KubernetesVolumes.PATH,
        KubernetesVolumes.RESOURCE,
        "labelSelector",
        driver.nodeLabel() + "=" + node);
  }

  /**
   * Why one is none of this node's, in words for people.
   *
   * <p>Its handle must be the one that follows from its name: whoever writes PersistentVolumes must
   * not thereby have another claim's directory removed.
   */
  Optional<String> objection(VolumeObject object) {
    VolumeObject.Source source = object.source();
    if (!source.driver().equals(driver.name())) {
      return Optional.of("its driver is '%s', not %s".formatted(source.driver(), driver.name()));
    }
    String label = object.marks().labels().getOrDefault(driver.nodeLabel(), "");
    if (!label.equals(node)) {
      return Optional.of("its label %s is '%s', not %s".formatted(driver.nodeLabel(), label, node));
    }
    LocalVolumeId own = LocalVolumeId.ofVolume(object.name());
    return source.handle().equals(own.value())
        ? Optional.empty()
        : Optional.of(
            "its volumeHandle is '%s', and that of its name is %s".formatted(source.handle(), own));
  }
}
