package example.ebs.csi.kubernetes;

/**
 * A change of one object.
 *
 * @param path of the object
 * @param right that the service account needs for it, such as {@code patch persistentvolumes}
 * @param type of patch, as Kubernetes calls it
 * @param body JSON
 */
public record Patch(String path, String right, String type, String body) {
  /** Operations one after the other, of which the tests must hold: RFC 6902. */
  public static Patch operations(String path, String right, String body) {
    return new Patch(path, right, "application/json-patch+json", body);
  }

  /** Fields that are set: RFC 7386. */
  public static Patch merge(String path, String right, String body) {
    return new Patch(path, right, "application/merge-patch+json", body);
  }
}
