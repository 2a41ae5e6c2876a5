package example.ebs.csi.kubernetes;

/** A token that must not be seen: it prints as nothing. */
record BearerToken(String value) {
  String header() {
    return "Bearer " + value;
  }

  @Override
  public String toString() {
    return "BearerToken[not shown]";
  }
}
