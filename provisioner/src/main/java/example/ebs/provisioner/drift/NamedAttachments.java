package example.ebs.provisioner.drift;

import example.ebs.provisioner.attachment.AttachmentMarks;
import example.ebs.provisioner.attachment.NodeIds;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.cluster.Pages;
import example.ebs.provisioner.csi.AttachmentsByVolume;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.csi.VolumeSource;
import example.ebs.provisioner.loop.ObjectKey;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachmentStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the VolumeAttachments say, our own and those of other drivers for the same volumes. */
final class NamedAttachments {
  private final Cluster cluster;
  private final String driver;
  private final NodeIds nodeIds;
  private final AttachmentMarks marks;

  NamedAttachments(Cluster cluster, String driver) {
    this.cluster = cluster;
    this.driver = driver;
    this.nodeIds = new NodeIds(cluster, driver);
    this.marks = new AttachmentMarks(new DriverNames(driver));
  }

  /** As last told. */
  List<Named> seen() {
    return named(cluster.attachments().stream());
  }

  /** Asked of the API server at this moment. */
  List<Named> now() {
    return named(Pages.of(cluster.client().storage().v1().volumeAttachments()));
  }

  private List<Named> named(Stream<VolumeAttachment> attachments) {
    return attachments
        .map(this::named)
        // Another driver's VolumeAttachment that names none of the volumes we know forms of.
        .filter(named -> named.ours() || named.named().volume().isPresent())
        .map(Candidate::named)
        .toList();
  }

  private Candidate named(VolumeAttachment attachment) {
    boolean ours = driver.equals(attachment.getSpec().getAttacher());
    boolean attached =
        Optional.ofNullable(attachment.getStatus())
            .map(VolumeAttachmentStatus::getAttached)
            .orElse(false);
    return new Candidate(
        ours,
        new Named(
            attachment.getMetadata().getUid(),
            handle(attachment),
            nodes(attachment),
            ours && attached && !attachment.isMarkedForDeletion()));
  }

  private Set<String> nodes(VolumeAttachment attachment) {
    return Stream.of(
            nodeIds.attachedTo(attachment), nodeIds.registered(attachment.getSpec().getNodeName()))
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  private Optional<String> handle(VolumeAttachment attachment) {
    return marks.handle(attachment).or(() -> described(attachment));
  }

  private Optional<String> described(VolumeAttachment attachment) {
    return Optional.ofNullable(attachment.getSpec().getSource().getInlineVolumeSpec())
        .or(
            () ->
                AttachmentsByVolume.volumeName(attachment)
                    .flatMap(name -> cluster.volumes().find(ObjectKey.of(name)))
                    .map(PersistentVolume::getSpec))
        .flatMap(VolumeSource::volumeId);
  }

  private record Candidate(boolean ours, Named named) {}
}
