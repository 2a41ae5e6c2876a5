package example.ebs.node.instance;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who this node is. */
public record NodeIdentity(NodeId nodeId, Zone zone, AttachLimits attachLimits) {
  private static final Logger LOG = LoggerFactory.getLogger(NodeIdentity.class);

  /** What an instance has at least, and so what is assumed where nobody says: one interface. */
  private static final AttachLimit ASSUMED = AttachLimit.ofNitro(0, 1);

  /** What the administrator said. */
  public record Given(Optional<NodeId> nodeId, Optional<Zone> zone, OptionalInt attachLimit) {
    public Given {
      attachLimit.ifPresent(AttachLimit::given);
    }
  }

  /**
   * Takes what is given, and asks the sources for the rest, in their order, until one knows it.
   *
   * <p>No source is asked at all when both id and zone are given, so that the node starts at once
   * where there is none; then nobody is asked for the limit either.
   *
   * @param limit asked for the limit where none is given; it may fail
   * @throws Failure.Unavailable with what each source said, when none knows
   */
  public static NodeIdentity of(
      Given given, List<InstanceSource> sources, Supplier<AttachLimit> limit) {
    if (given.nodeId().isPresent() && given.zone().isPresent()) {
      return new NodeIdentity(
          given.nodeId().get(),
          given.zone().get(),
          AttachLimits.of(given.attachLimit().orElse(ASSUMED.volumes())));
    }
    InstanceFacts facts = ask(sources);
    LOG.atInfo()
        .addKeyValue("id", facts.id())
        .addKeyValue("zone", facts.zone())
        .addKeyValue("type", facts.type())
        .log("this machine");
    return new NodeIdentity(
        given.nodeId().orElse(facts.id()),
        given.zone().orElse(facts.zone()),
        limits(given.attachLimit(), limit));
  }

  /** What is assumed of an instance that nobody can be asked about. */
  public static AttachLimit assumedLimit() {
    return ASSUMED;
  }

  private static InstanceFacts ask(List<InstanceSource> sources) {
    List<String> tried = new ArrayList<>();
    for (InstanceSource source : sources) {
      try {
        return source.facts();
      } catch (Failure unknown) {
        tried.add(unknown.getMessage());
      }
    }
    throw new Failure.Unavailable(
        "which instance this is, and in which zone, is not known; give --node-id and --zone. Tried: "
            + String.join("; ", tried));
  }

  private static AttachLimits limits(OptionalInt given, Supplier<AttachLimit> limit) {
    return given.isPresent()
        ? AttachLimits.of(given.getAsInt())
        : new MeasuredLimits(limit, ASSUMED, Clock.systemUTC());
  }
}
