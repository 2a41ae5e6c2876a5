package example.ebs.controller.cluster;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The tag by which clusters on AWS say that something is theirs; pure. */
public final class ClusterTags {
  public static final String OWNED = "owned";

  private static final String PREFIX = "kubernetes.io/cluster/";

  /** As the value says that others may use it, too. */
  private static final String SHARED = "shared";

  private ClusterTags() {}

  /** The key of a cluster's tag. */
  public static String key(String cluster) {
    return PREFIX + cluster;
  }

  /** The clusters that tags name as owners. */
  public static Set<String> owners(Map<String, String> tags) {
    return tags.entrySet().stream()
        .filter(tag -> tag.getKey().startsWith(PREFIX) && !tag.getValue().equals(SHARED))
        .map(tag -> tag.getKey().substring(PREFIX.length()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
