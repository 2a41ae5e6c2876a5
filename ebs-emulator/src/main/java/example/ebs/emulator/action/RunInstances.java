package example.ebs.emulator.action;

import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.instance.InstanceState;
import example.ebs.emulator.instance.InstanceType;
import example.ebs.emulator.state.IssuedToken;
import example.ebs.emulator.state.State;
import example.ebs.emulator.tag.Tags;
import example.ebs.emulator.time.Delays;
import example.ebs.emulator.time.Operation;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.ResourceIds;
import example.ebs.emulator.zone.Zone;
import example.ebs.emulator.zone.Zones;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** RunInstances: machines are names with a zone, a type and a folder for their devices. */
final class RunInstances implements Action {
  private static final int MOST = 100;

  private final Zones zones;
  private final Delays delays;

  RunInstances(Zones zones, Delays delays) {
    this.zones = zones;
    this.delays = delays;
  }

  private record Order(
      String imageId, InstanceType type, String zone, int count, Map<String, String> tags) {}

  @Override
  public Effect prepare(Turn turn) {
    Order order = parse(turn.request());
    Optional<String> token = turn.request().text("ClientToken").filter(text -> !text.isEmpty());
    Optional<String> before = Tokens.made(turn, token, order.toString());
    return before.isPresent()
        ? () -> outcome(turn.state(), before.get())
        : () -> run(turn, order, token);
  }

  private Order parse(QueryParameters request) {
    // What a real machine is made of means nothing here.
    request.ignore(
        "KeyName",
        "SecurityGroup",
        "SecurityGroupId",
        "SubnetId",
        "NetworkInterface",
        "UserData",
        "EbsOptimized",
        "Monitoring",
        "IamInstanceProfile",
        "BlockDeviceMapping",
        "MetadataOptions",
        "CreditSpecification",
        "PrivateIpAddress",
        "DisableApiTermination",
        "InstanceInitiatedShutdownBehavior");
    request.ignore("Placement.Tenancy", "Placement.GroupName");
    String imageId = request.required("ImageId");
    InstanceType type = InstanceType.named(request.text("InstanceType").orElse("m5.large"));
    String zone = zone(request.text("Placement.AvailabilityZone")).name();
    return new Order(
        imageId,
        type,
        zone,
        count(request),
        Tags.specified(request, "instance", List.of("volume", "network-interface")));
  }

  private Zone zone(Optional<String> name) {
    return name.map(
            text ->
                zones
                    .find(text)
                    .orElseThrow(
                        () -> Ec2Failure.invalidValue("Invalid availability zone: [" + text + "]")))
        .orElse(zones.all().getFirst());
  }

  private static int count(QueryParameters request) {
    int least = request.number("MinCount").orElseThrow(() -> Ec2Failure.missing("MinCount"));
    int most = request.number("MaxCount").orElseThrow(() -> Ec2Failure.missing("MaxCount"));
    if (least < 1 || least > MOST) {
      throw Ec2Failure.invalidValue(
          "Value (%d) for parameter minCount is invalid. Expected: 1 to %d."
              .formatted(least, MOST));
    }
    if (most < least || most > MOST) {
      throw Ec2Failure.invalidValue(
          "Value (%d) for parameter maxCount is invalid. Expected: minCount (%d) to %d."
              .formatted(most, least, MOST));
    }
    return most;
  }

  private Outcome run(Turn turn, Order order, Optional<String> token) {
    String reservationId = ResourceIds.next("r");
    State state = turn.state();
    for (int i = 0; i < order.count(); i++) {
      Instant due = turn.now().plus(delays.next(Operation.START_INSTANCE));
      Instance instance = instance(order, reservationId, turn.now()).in(InstanceState.PENDING, due);
      state = state.with(instance);
    }
    if (token.isPresent()) {
      IssuedToken issued = IssuedToken.of(order.toString(), reservationId, turn.now());
      state = state.withToken(token.get(), issued);
    }
    return outcome(state, reservationId);
  }

  private static Instance instance(Order order, String reservationId, Instant now) {
    return new Instance(
        ResourceIds.next("i"),
        order.type(),
        order.zone(),
        order.imageId(),
        now,
        InstanceState.RUNNING,
        now,
        ResourceIds.next("vol"),
        reservationId,
        order.tags());
  }

  private static Outcome outcome(State state, String reservationId) {
    List<Instance> instances =
        state.instances().values().stream()
            .filter(instance -> instance.reservationId().equals(reservationId))
            .sorted(Comparator.comparing(Instance::order))
            .toList();
    return new Outcome(
        state, xml -> InstanceXml.writeReservation(xml, reservationId, instances, state));
  }

  /** An instance that runs at once, for an embedder that declares its machines. */
  Instance declare(String zone, String type, Instant now) {
    Order order =
        new Order("ami-declared", InstanceType.named(type), zones.byName(zone).name(), 1, Map.of());
    return instance(order, ResourceIds.next("r"), now);
  }
}
