package example.ebs.csi.model;

/** An availability zone by name, such as {@code us-east-1a}. */
public record Zone(String value) {
  public Zone {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a zone must not be blank");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
