package example.ebs.provisioner.drift;

import example.ebs.csi.failure.Failure;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.csi.VolumesById;
import example.ebs.provisioner.event.Events;
import example.ebs.provisioner.loop.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what was found and done: as events of the PersistentVolume, else of the node, and in the
 * log.
 */
final class DriftReports {
  private static final Logger LOG = LoggerFactory.getLogger(DriftReports.class);

  private final Cluster cluster;
  private final Events events;
  private final VolumesById volumesById;

  DriftReports(Cluster cluster, Events events) {
    this.cluster = cluster;
    this.events = events;
    this.volumesById = new VolumesById(cluster.volumes());
  }

  void lost(Difference.Lost lost, VolumeAttachment attachment) {
    String message =
        "volume %s was attached to node %s (%s) and no longer is, though Kubernetes did not detach it; attaching it again"
            .formatted(lost.volume(), attachment.getSpec().getNodeName(), lost.node());
    LOG.atWarn().addKeyValue("attachment", attachment.getMetadata().getName()).log(message);
    events.warning(volume(lost.volume()).orElse(attachment), "AttachmentLost", message);
  }

  void detached(Difference.LeftBehind left, List<String> names) {
    String message =
        "volume %s was still attached to node %s, and neither a VolumeAttachment nor a pod there uses it; detached it"
            .formatted(left.volume(), named(left, names));
    LOG.atInfo().log(message);
    about(left, names).ifPresent(object -> events.normal(object, "LeftoverDetached", message));
  }

  void notDetached(Difference.LeftBehind left, List<String> names, Failure failure) {
    String message =
        "volume %s is still attached to node %s without need, and could not be detached: %s"
            .formatted(left.volume(), named(left, names), failure.getMessage());
    LOG.atWarn().log(message);
    about(left, names).ifPresent(object -> events.warning(object, "LeftoverAttached", message));
  }

  /** Where the cluster is not known, the driver lists volumes of others too: not our business. */
  void leftBehind(Difference.LeftBehind left, List<String> names, Leftovers leftovers) {
    Optional<HasMetadata> object = about(left, names);
    if (object.isEmpty() && leftovers == Leftovers.OF_ANYBODY) {
      return;
    }
    String message =
        "volume %s is attached to node %s, and no VolumeAttachment says so; it is left as it is, as a person may have attached it: if nothing there uses it, detach it by hand"
            .formatted(left.volume(), named(left, names));
    LOG.atWarn().log(message);
    object.ifPresent(about -> events.warning(about, "LeftoverAttached", message));
  }

  private static String named(Difference.LeftBehind left, List<String> names) {
    return names.isEmpty()
        ? left.node() + ", which is none of this cluster's nodes,"
        : "%s (%s)".formatted(names.getFirst(), left.node());
  }

  private Optional<HasMetadata> about(Difference.LeftBehind left, List<String> names) {
    return volume(left.volume())
        .or(
            () ->
                names.stream()
                    .map(name -> cluster.nodes().find(ObjectKey.of(name)))
                    .flatMap(Optional::stream)
                    .map(HasMetadata.class::cast)
                    .findFirst());
  }

  private Optional<HasMetadata> volume(String id) {
    return volumesById.find(id).stream().map(HasMetadata.class::cast).findFirst();
  }
}
