package example.ebs.controller.volume;

import example.ebs.controller.cluster.ClusterTags;
import example.ebs.csi.failure.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tags of the volumes that this driver creates.
 *
 * <p>Some carry meaning: by the name tag a volume is found again, and the managed IAM policy
 * (AmazonEBSCSIDriverPolicyV2) allows what this driver does only on volumes with the cluster tag of
 * the EBS driver, whatever this one is called. So nobody else may set those.
 *
 * @param driver the name whose own tags are added
 * @param clusterId of the cluster whose volumes these are
 * @param extra what the operator adds to every volume
 */
public record VolumeTags(String driver, Optional<String> clusterId, Map<String, String> extra) {
  /** The tag that holds a volume's CSI name. */
  public static final String NAME = "CSIVolumeName";

  private static final String EBS_DRIVER = "ebs.csi.aws.com";
  private static final String MANAGED = "/cluster";
  private static final String CLUSTER_NAME = "/cluster-name";

  /** Begins what other EBS drivers fill in; stored as it is, it would tell nobody anything. */
  private static final String TEMPLATE = "{{";

  /** EC2's limits, in the EC2 user guide under "Tag restrictions". */
  private static final int MOST_TAGS = 50;

  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;

  /**
   * Checks the operator's tags.
   *
   * @throws Failure.InvalidRequest when one is reserved or not a tag
   */
  public VolumeTags {
    extra = Map.copyOf(extra);
    extra.forEach((key, value) -> check("extra tag", key, value));
    requireNotDrivers("an extra tag", driver, extra);
  }

  /**
   * The tags that every volume of this driver and cluster carries, and no other: the cluster's own
   * tag alone is also on the disks that its machines boot from.
   */
  Map<String, String> marks() {
    Map<String, String> marks = new LinkedHashMap<>();
    marks.put(driver + MANAGED, "true");
    clusterId.ifPresent(id -> marks.put(ClusterTags.key(id), ClusterTags.OWNED));
    return marks;
  }

  /** All tags of a volume; those of the class win over the operator's. */
  Map<String, String> of(String name, Map<String, String> fromClass) {
    requireNotDrivers("the class", driver, fromClass);
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put(NAME, name);
    tags.putAll(marks());
    for (String owner : List.of(EBS_DRIVER, driver)) {
      tags.put(owner + MANAGED, "true");
      clusterId.ifPresent(id -> tags.put(owner + CLUSTER_NAME, id));
    }
    tags.putAll(extra);
    tags.putAll(fromClass);
    if (tags.size() > MOST_TAGS) {
      throw new Failure.InvalidRequest(
          "EC2 allows %d tags on a volume, and this one would have %d; take some out of the class"
              .formatted(MOST_TAGS, tags.size()));
    }
    return tags;
  }

  /**
   * The tags that a change of class sets on a volume that has its own already.
   *
   * @throws Failure.InvalidRequest when one is this driver's
   */
  public Map<String, String> ofChange(Map<String, String> fromClass) {
    requireNotDrivers("the class", driver, fromClass);
    return Map.copyOf(fromClass);
  }

  /** Parses a class's {@code tagSpecification} parameter, whose value is {@code key=value}. */
  static void addSpecification(String parameter, String text, Map<String, String> tags) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new Failure.InvalidRequest(
          "parameter %s must be key=value, and is \"%s\"".formatted(parameter, text));
    }
    String key = text.substring(0, equals);
    String value = text.substring(equals + 1);
    check("parameter " + parameter, key, value);
    tags.put(key, value);
  }

  private static void requireNotDrivers(String where, String driver, Map<String, String> tags) {
    tags.keySet().stream()
        .filter(key -> key.startsWith(driver + "/"))
        .findFirst()
        .ifPresent(
            key -> {
              throw reserved(where, key);
            });
  }

  private static Failure.InvalidRequest reserved(String where, String key) {
    return new Failure.InvalidRequest(
        where + " sets tag \"" + key + "\", which is reserved; choose another key");
  }

  private static void check(String where, String key, String value) {
    if (isReserved(key)) {
      throw reserved(where, key);
    }
    if (key.contains(TEMPLATE) || value.contains(TEMPLATE)) {
      throw new Failure.InvalidRequest(
          "%s sets tag \"%s\" to \"%s\", and templates are not supported yet; write out what it shall be"
              .formatted(where, key, value));
    }
    if (key.length() > LONGEST_KEY || value.length() > LONGEST_VALUE) {
      throw new Failure.InvalidRequest(
          "%s sets tag \"%s\": EC2 allows %d characters in a key and %d in a value"
              .formatted(where, key, LONGEST_KEY, LONGEST_VALUE));
    }
  }

  private static boolean isReserved(String key) {
    return key.isEmpty()
        || key.equals(NAME)
        || key.equals("CSIVolumeSnapshotName")
        || key.regionMatches(true, 0, "aws:", 0, 4)
        || key.startsWith("kubernetes.io")
        || key.startsWith(EBS_DRIVER + "/");
  }
}
