package example.ebs.node.instance;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import example.ebs.csi.model.ZoneTopology;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What matters here of a Node object in Kubernetes.
 *
 * @param providerId such as {@code aws:///us-east-1a/i-0123456789abcdef0}; empty on machines of no
 *     cloud
 */
public record NodeObject(String name, String providerId, Map<String, String> labels) {
  private static final String TYPE = "node.kubernetes.io/instance-type";
  private static final Pattern ON_AWS =
      Pattern.compile("aws:///[^/]*/(i-(?:[0-9a-f]{8}|[0-9a-f]{17}))");

  public NodeObject {
    labels = Map.copyOf(labels);
  }

  /**
   * The instance that it is.
   *
   * @throws Failure.PreconditionFailed when it says of no EC2 instance, or no zone
   */
  public InstanceFacts facts() {
    Matcher onAws = ON_AWS.matcher(providerId);
    if (!onAws.matches()) {
      throw new Failure.PreconditionFailed(
          "the Node %s names no EC2 instance: its spec.providerID is '%s', and aws:///zone/i-… is wanted"
              .formatted(name, providerId));
    }
    return new InstanceFacts(
        new NodeId(onAws.group(1)), zone(), Optional.ofNullable(labels.get(TYPE)).orElse(""));
  }

  /**
   * The zone by its label.
   *
   * @throws Failure.PreconditionFailed when it has none
   */
  public Zone zone() {
    return Optional.ofNullable(labels.get(ZoneTopology.KEY))
        .filter(value -> !value.isBlank())
        .map(Zone::new)
        .orElseThrow(
            () ->
                new Failure.PreconditionFailed(
                    "the Node %s has no label %s; label it: kubectl label node %s %s=…"
                        .formatted(name, ZoneTopology.KEY, name, ZoneTopology.KEY)));
  }
}
