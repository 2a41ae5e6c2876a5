package example.ebs.controller.attachment;

import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.Zone;
import java.util.List;
import java.util.Map;

/**
 * A volume, as far as attaching it needs to know.
 *
 * @param readiness whether it can be attached at all
 * @param attachments by node; a node that is not there has none
 */
public record AttachableVolume(
    VolumeId id,
    Zone zone,
    Readiness readiness,
    boolean multiAttach,
    Map<NodeId, AttachmentState> attachments) {
  public AttachableVolume {
    attachments = Map.copyOf(attachments);
  }

  AttachmentState on(NodeId node) {
    return attachments.getOrDefault(node, new AttachmentState.Detached());
  }

  List<NodeId> elsewhere(NodeId node) {
    return attachments.keySet().stream().filter(other -> !other.equals(node)).toList();
  }

  /** Whether a volume can be attached. */
  public enum Readiness {
    READY,
    /** It is creating. */
    NOT_YET,
    /** It is deleting, or failed. */
    NEVER
  }
}
