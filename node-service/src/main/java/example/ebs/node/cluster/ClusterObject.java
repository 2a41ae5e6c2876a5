package example.ebs.node.cluster;

/** An object that the API server keeps. */
public interface ClusterObject {
  ObjectVersion version();
}
