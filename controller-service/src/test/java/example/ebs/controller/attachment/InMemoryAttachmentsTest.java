package example.ebs.controller.attachment;

import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;

final class InMemoryAttachmentsTest extends AttachmentCloudContract {
  private final InMemoryAttachments attachments = new InMemoryAttachments();
  private int made;

  @Override
  protected AttachmentCloud cloud() {
    return attachments;
  }

  @Override
  protected VolumeId newVolume(String zone) {
    VolumeId id = new VolumeId("vol-%017x".formatted(++made));
    attachments.addVolume(id, zone, false);
    return id;
  }

  @Override
  protected NodeId newNode(String zone) {
    NodeId id = new NodeId("i-%017x".formatted(++made));
    attachments.addNode(id, zone, false);
    return id;
  }
}
