package example.ebs.controller.attachment;

import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The cloud, as far as attachments need it.
 *
 * <p>Every method obeys the deadline of the current call, and throws a {@link
 * example.ebs.csi.failure.Failure} when it gets no answer. Safe for use by many threads.
 */
public interface AttachmentCloud {
  /** A volume and a node, looked up at the same time. */
  Scene look(VolumeId volume, NodeId node);

  /** Those of the volumes that exist. */
  Map<VolumeId, AttachableVolume> volumes(Set<VolumeId> ids);

  /** Begins to attach; returns before the volume is there. */
  AttachRequested attach(VolumeId volume, NodeId node, String device);

  /**
   * Begins to detach; returns before the volume is back, and without complaint when EC2 says that
   * there is nothing to detach.
   */
  void detach(VolumeId volume, NodeId node);

  /** What was found; empty is what does not exist. */
  record Scene(Optional<AttachableVolume> volume, Optional<NodeInstance> node) {}

  /** What came of a request to attach. */
  enum AttachRequested {
    BEGUN,
    /** The node uses the device name already, though EC2 may not show it. */
    NAME_TAKEN,
    /** The volume is attached already, here or elsewhere. */
    ALREADY_ATTACHED
  }
}
