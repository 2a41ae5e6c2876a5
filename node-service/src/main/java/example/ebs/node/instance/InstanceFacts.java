package example.ebs.node.instance;

import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;

/**
 * What a source knows about the machine that this process runs on.
 *
 * @param type such as {@code m5.large}; empty where the source does not know
 */
public record InstanceFacts(NodeId id, Zone zone, String type) {}
