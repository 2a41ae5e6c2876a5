package example.ebs.node.instance;

import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import java.util.Optional;
import java.util.OptionalInt;

/** Who this node is. */
public record NodeIdentity(NodeId nodeId, Zone zone, AttachLimit attachLimit) {

  /**
   * Takes what is given, and asks the instance for the rest.
   *
   * <p>The metadata service is not asked at all when both id and zone are given, so that the node
   * starts at once where there is none; the limit then counts one network interface.
   *
   * @throws example.ebs.csi.failure.Failure.Unavailable when it is needed and does not answer
   */
  public static NodeIdentity of(
      Optional<NodeId> nodeId, Optional<Zone> zone, OptionalInt limit, MetadataClient metadata) {
    if (nodeId.isPresent() && zone.isPresent()) {
      return new NodeIdentity(
          nodeId.get(), zone.get(), given(limit).orElseGet(() -> AttachLimit.ofNitro(0, 1)));
    }
    return new NodeIdentity(
        nodeId.orElseGet(metadata::instanceId),
        zone.orElseGet(metadata::zone),
        given(limit).orElseGet(metadata::attachLimit));
  }

  private static Optional<AttachLimit> given(OptionalInt limit) {
    return limit.isPresent() ? Optional.of(AttachLimit.given(limit.getAsInt())) : Optional.empty();
  }
}
