package example.ebs.controller.attachment;

import example.ebs.controller.cluster.OwnCluster;
import example.ebs.controller.transition.TransitionPoller;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detaches a volume, and waits until it is off; never by force, which would lose what the node has
 * not written yet.
 *
 * <p>EC2 is asked to detach even when it shows no attachment, for what it shows may be old; and
 * whatever it says to that, the wait makes sure.
 */
public final class VolumeDetacher {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeDetacher.class);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final AttachmentCloud cloud;
  private final TransitionPoller<VolumeId, AttachableVolume> poller;
  private final BegunAttachments begun;
  private final OwnCluster cluster;

  public VolumeDetacher(
      AttachmentCloud cloud,
      TransitionPoller<VolumeId, AttachableVolume> poller,
      BegunAttachments begun,
      OwnCluster cluster) {
    this.cloud = cloud;
    this.poller = poller;
    this.begun = begun;
    this.cluster = cluster;
  }

  /**
   * Detaches from that node; done when volume, node or attachment do not exist.
   *
   * @throws Failure.PreconditionFailed when the volume is another cluster's and attached there
   */
  public void detach(VolumeId volume, NodeId node) {
    begun.forget(volume, node);
    Optional<String> owner = cluster.foreign(volume);
    if (owner.isPresent()) {
      requireOff(volume, node, owner.get());
      return;
    }
    cloud.detach(volume, node);
    watch(volume, node);
    LOG.atInfo().addKeyValue("volume", volume).addKeyValue("node", node).log("Volume detached");
  }

  /** Nobody here attached it, so where it is not there, nothing is left to do. */
  private void requireOff(VolumeId volume, NodeId node, String owner) {
    if (nodes(volume).contains(node)) {
      throw cluster.refusal(volume, owner, "detached from node " + node);
    }
  }

  private void watch(VolumeId volume, NodeId node) {
    try {
      poller.await(volume, LONGEST, new BecomesDetached(volume, node));
    } catch (Failure unseen) {
      throw unseen.unsettled(
          "volume %s was to be detached from node %s, but whether it is off is not known"
              .formatted(volume, node));
    }
  }

  /** The nodes that have it, or are about to. */
  public List<NodeId> nodes(VolumeId volume) {
    return Optional.ofNullable(cloud.volumes(Set.of(volume)).get(volume))
        .map(found -> List.copyOf(found.attachments().keySet()))
        .orElse(List.of());
  }
}
