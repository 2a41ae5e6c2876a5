package example.ebs.csi.model;

/** The id under which a node reports itself: its EC2 instance id. */
public record NodeId(String value) {
  public NodeId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a node id must not be blank");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
