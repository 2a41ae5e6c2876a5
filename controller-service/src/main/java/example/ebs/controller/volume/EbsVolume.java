package example.ebs.controller.volume;

import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.VolumeSize;
import example.ebs.csi.model.Zone;
import java.util.List;

/**
 * A volume as the cloud reported it last.
 *
 * @param nodes the nodes it is attached to, or being attached to or detached from
 */
public record EbsVolume(
    VolumeId id,
    VolumeState state,
    Zone zone,
    VolumeSize size,
    VolumeTraits traits,
    List<NodeId> nodes) {
  public EbsVolume {
    nodes = List.copyOf(nodes);
  }
}
