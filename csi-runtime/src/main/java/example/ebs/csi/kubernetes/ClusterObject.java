package example.ebs.csi.kubernetes;

/** An object that the API server keeps. */
public interface ClusterObject {
  ObjectVersion version();
}
