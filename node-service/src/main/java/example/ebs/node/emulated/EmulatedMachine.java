package example.ebs.node.emulated;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Sha256;
import example.ebs.csi.model.Zone;
import example.ebs.csi.time.Backoff;
import example.ebs.csi.time.Deadline;
import example.ebs.csi.time.Look;
import example.ebs.csi.time.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This machine as an instance of an EC2 emulator; for one use, on one thread.
 *
 * <p>The instance is found by a tag with the node's name, and made where there is none that lives,
 * with a client token that follows from name and zone: so after whatever restart of whichever side,
 * and after a lost answer, it is the same instance.
 */
public final class EmulatedMachine {
  /** What every such machine is; its limit of volumes is known: {@link #ATTACH_LIMIT}. */
  private static final String TYPE = "m5.large";

  /** What can be attached to it beside its root volume and its network interface. */
  public static final int ATTACH_LIMIT = 26;

  /** By this the instance is found again; the Name tag is for people, and anybody may set it. */
  private static final String TAG = "ebs.example/node";

  /** What EC2 says of an instance an hour after its end: nothing. */
  private static final String FORGOTTEN = "forgotten";

  private static final Logger LOG = LoggerFactory.getLogger(EmulatedMachine.class);
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(200), 1.5, Duration.ofSeconds(2));

  private record Instance(String id, String state) {}

  private final EmulatorClient emulator;
  private final String name;
  private final Zone zone;
  private final Waiting waiting;
  private int lives;

  /**
   * A machine that has not booted.
   *
   * @param name of the node
   */
  public EmulatedMachine(EmulatorClient emulator, String name, Zone zone, Waiting waiting) {
    this.emulator = emulator;
    this.name = name;
    this.zone = zone;
    this.waiting = waiting;
  }

  /**
   * Returns the instance's id once it runs. One that was stopped is started, for this machine runs;
   * one that was terminated is followed by a new one, as on EC2.
   *
   * @throws Failure.PreconditionFailed when the emulator has no such zone, or refuses
   * @throws Failure.TimedOut when it does not run within two minutes, with what was seen last
   */
  public NodeId boot() {
    return waiting.untilFound(
        "node %s to run as an instance of the emulator at %s".formatted(name, emulator.endpoint()),
        Deadline.after(LONGEST, waiting.clock()),
        BACKOFF,
        this::look);
  }

  private Look<NodeId> look() {
    try {
      requireZone();
      Optional<Instance> living = living();
      Instance instance = living.isPresent() ? living.get() : ordered();
      return runs(instance)
          ? new Look.Found<>(new NodeId(instance.id()))
          : new Look.NotYet<>("instance " + instance.id() + " is " + instance.state());
    } catch (IOException unanswered) {
      return new Look.NotYet<>("it does not answer: " + unanswered.getMessage());
    }
  }

  /** Whether it runs; if not, does what brings that about. */
  private boolean runs(Instance instance) throws IOException {
    switch (instance.state()) {
      case "stopped" -> {
        LOG.atInfo().addKeyValue("id", instance.id()).log("instance was stopped, and is started");
        var _ = emulator.ask("StartInstances", Map.of("InstanceId.1", instance.id()));
      }
      case "shutting-down", "terminated", FORGOTTEN -> {
        LOG.atWarn()
            .addKeyValue("id", instance.id())
            .log("instance is {}, a new one follows it", instance.state());
        lives++;
      }
      default -> {
        // Runs, or passes by itself: pending, stopping.
      }
    }
    return instance.state().equals("running");
  }

  private Optional<Instance> living() throws IOException {
    Map<String, String> filters =
        Map.ofEntries(
            Map.entry("Filter.1.Name", "tag:" + TAG),
            Map.entry("Filter.1.Value.1", name),
            Map.entry("Filter.2.Name", "availability-zone"),
            Map.entry("Filter.2.Value.1", zone.value()),
            Map.entry("Filter.3.Name", "instance-state-name"),
            Map.entry("Filter.3.Value.1", "pending"),
            Map.entry("Filter.3.Value.2", "running"),
            Map.entry("Filter.3.Value.3", "stopping"),
            Map.entry("Filter.3.Value.4", "stopped"));
    Ec2Answer answer = emulator.ask("DescribeInstances", filters);
    return Optional.of(instance(answer, "reservationSet/item/"))
        .filter(found -> !found.state().equals(FORGOTTEN));
  }

  private Instance ordered() throws IOException {
    return instance(emulator.ask("RunInstances", order()), "");
  }

  private static Instance instance(Ec2Answer answer, String where) {
    String path = where + "instancesSet/item/";
    return new Instance(
        answer.first(path + "instanceId").orElse(""),
        answer.first(path + "instanceState/name").orElse(FORGOTTEN));
  }

  private void requireZone() throws IOException {
    List<String> zones =
        emulator
            .ask("DescribeAvailabilityZones", Map.of())
            .all("availabilityZoneInfo/item/zoneName");
    if (!zones.contains(zone.value())) {
      throw new Failure.PreconditionFailed(
          "node %s is in zone %s, and the emulator at %s has %s; correct the node's zone label, or the emulator's --zones"
              .formatted(name, zone, emulator.endpoint(), String.join(", ", zones)));
    }
  }

  private Map<String, String> order() {
    return Map.ofEntries(
        Map.entry("ClientToken", token()),
        Map.entry("ImageId", "ami-kubernetes-node"),
        Map.entry("InstanceType", TYPE),
        Map.entry("MinCount", "1"),
        Map.entry("MaxCount", "1"),
        Map.entry("Placement.AvailabilityZone", zone.value()),
        Map.entry("TagSpecification.1.ResourceType", "instance"),
        Map.entry("TagSpecification.1.Tag.1.Key", "Name"),
        Map.entry("TagSpecification.1.Tag.1.Value", name),
        Map.entry("TagSpecification.1.Tag.2.Key", TAG),
        Map.entry("TagSpecification.1.Tag.2.Value", name));
  }

  /** A machine that moves to another zone, or was terminated, is another machine. */
  private String token() {
    String whose = String.join("\n", "ebs-node", name, zone.value(), Integer.toString(lives));
    return Sha256.hex(whose);
  }
}
