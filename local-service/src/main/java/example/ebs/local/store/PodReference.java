package example.ebs.local.store;

import java.util.regex.Pattern;

/**
 * A pod as the kubelet names it.
 *
 * @param uid letters, digits and dashes, so that it is safe as a file's name
 * @param namespace may be empty when the kubelet did not say
 * @param name may be empty when the kubelet did not say
 */
public record PodReference(String uid, String namespace, String name) {
  private static final Pattern UID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,127}");
  private static final Pattern NAME = Pattern.compile("[a-z0-9.-]{0,253}");

  public PodReference {
    if (!isUid(uid) || !NAME.matcher(namespace).matches() || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a pod: " + uid + " " + namespace + "/" + name);
    }
  }

  /** Whether it is the UID of a pod, those of static pods included. */
  public static boolean isUid(String text) {
    return UID.matcher(text).matches();
  }

  @Override
  public String toString() {
    return namespace + "/" + name + " (" + uid + ")";
  }
}
