package example.ebs.provisioner.attachment;

import example.ebs.csi.failure.Failure;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.cluster.Secrets;
import example.ebs.provisioner.csi.CsiController;
import example.ebs.provisioner.csi.DriverNames;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What attaching and detaching stand on, and how they tell of what they did. */
record AttachmentWork(
    Cluster cluster,
    CsiController controller,
    NodeIds nodeIds,
    Secrets secrets,
    AttachmentStatus status,
    DriverNames names) {
  private static final Logger LOG = LoggerFactory.getLogger(AttachmentWork.class);

  static AttachmentWork with(
      Cluster cluster, CsiController controller, NodeIds nodeIds, AttachmentStatus status) {
    return new AttachmentWork(
        cluster,
        controller,
        nodeIds,
        new Secrets(cluster.client()),
        status,
        new DriverNames(controller.driver()));
  }

  AttachmentMarks marks() {
    return new AttachmentMarks(names);
  }

  String finalizer() {
    return names.attachmentFinalizer();
  }

  AttachedVolume volume(VolumeAttachment attachment) {
    return AttachedVolume.of(attachment, cluster, controller.driver());
  }

  /** Tells the operator of it; {@code what} is such as "attached". */
  void done(String what, VolumeAttachment attachment, MarkedVolume volume) {
    LOG.atInfo()
        .addKeyValue("attachment", attachment.getMetadata().getName())
        .addKeyValue("volume", volume.handle())
        .addKeyValue("node", attachment.getSpec().getNodeName())
        .log(what);
  }

  /** The same for what did not work out. */
  void failed(String what, VolumeAttachment attachment, Failure failure) {
    LOG.atWarn()
        .addKeyValue("attachment", attachment.getMetadata().getName())
        .addKeyValue("node", attachment.getSpec().getNodeName())
        .log("not {}: {}", what, failure.getMessage());
  }
}
