package example.ebs.controller.volume;

import example.ebs.controller.cluster.OwnCluster;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes a volume; one that is gone counts as deleted.
 *
 * <p>Whichever volume the caller names, but for another cluster's: one that was brought in by hand,
 * and so lacks our tags, may have the reclaim policy Delete too. Does not wait until EC2 has
 * forgotten it.
 */
public final class VolumeDeleter {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeDeleter.class);

  private final VolumeCloud cloud;
  private final SpentTokens spent;
  private final OwnCluster cluster;

  public VolumeDeleter(VolumeCloud cloud, SpentTokens spent, OwnCluster cluster) {
    this.cloud = cloud;
    this.spent = spent;
    this.cluster = cluster;
  }

  /**
   * Deletes it.
   *
   * @throws Failure.InUse when it is attached; names the nodes
   * @throws Failure.PreconditionFailed when it is another cluster's
   */
  public void delete(VolumeId id) {
    cluster.require(id, "deleted; to release it, set its PersistentVolume's policy to Retain");
    try {
      cloud.delete(id);
    } catch (Failure.InUse attached) {
      throw new Failure.InUse(
          "volume %s cannot be deleted while it is attached to %s; detach it first"
              .formatted(id, nodes(id)),
          attached);
    }
    spent.gone(id);
    LOG.atInfo().addKeyValue("volume", id).log("Volume deleted");
  }

  private String nodes(VolumeId id) {
    List<NodeId> nodes =
        Optional.ofNullable(cloud.find(Set.of(id)).get(id)).map(EbsVolume::nodes).orElse(List.of());
    return nodes.isEmpty() ? "a node" : nodes.toString();
  }
}
