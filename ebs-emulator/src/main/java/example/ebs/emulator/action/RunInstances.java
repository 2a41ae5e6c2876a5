package example.ebs.emulator.action;

import example.ebs.emulator.attachment.Attachment;
import example.ebs.emulator.attachment.AttachmentState;
import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.instance.InstanceState;
import example.ebs.emulator.instance.InstanceType;
import example.ebs.emulator.state.IssuedToken;
import example.ebs.emulator.state.State;
import example.ebs.emulator.tag.Tags;
import example.ebs.emulator.time.Delays;
import example.ebs.emulator.time.Operation;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.ResourceIds;
import example.ebs.emulator.zone.Zone;
import example.ebs.emulator.zone.Zones;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** RunInstances: machines are names with a zone, a type and a folder for their devices. */
final class RunInstances implements Action {
  private static final int MOST = 100;

  private final Zones zones;
  private final Delays delays;
  private final VolumeMaker maker;

  RunInstances(Zones zones, Delays delays, VolumeMaker maker) {
    this.zones = zones;
    this.delays = delays;
    this.maker = maker;
  }

  /** Its text is what a client token stands for. */
  private record Order(
      String imageId,
      InstanceType type,
      String zone,
      int count,
      Map<String, String> tags,
      List<LaunchDevice> devices,
      Map<String, String> volumeTags) {}

  @Override
  public Effect prepare(Turn turn) {
    Order order = parse(turn);
    Optional<String> token = Tokens.of(turn.request());
    Optional<String> before = Tokens.made(turn, token, order.toString());
    return before.isPresent()
        ? () -> outcome(turn.state(), before.get())
        : () -> run(turn, order, token);
  }

  private Order parse(Turn turn) {
    QueryParameters request = turn.request();
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
        "MetadataOptions",
        "CreditSpecification",
        "PrivateIpAddress",
        "DisableApiTermination",
        "InstanceInitiatedShutdownBehavior");
    request.ignore("Placement.Tenancy", "Placement.GroupName");
    String imageId = request.required("ImageId");
    InstanceType type = InstanceType.named(request.text("InstanceType").orElse("m5.large"));
    Zone zone = zone(request.text("Placement.AvailabilityZone"));
    List<LaunchDevice> devices = LaunchDevice.parse(turn, zone, zones);
    refuseTooMany(type, devices.size());
    return new Order(
        imageId,
        type,
        zone.name(),
        count(request),
        Tags.specified(request, "instance", List.of("volume", "network-interface")),
        devices,
        Tags.specified(request, "volume", List.of("instance", "network-interface")));
  }

  private static void refuseTooMany(InstanceType type, int volumes) {
    int most = type.volumesBesideRoot();
    if (volumes > most) {
      throw Ec2Failure.client(
          "AttachmentLimitExceeded",
          "The maximum number of volumes attached to an instance of type %s is %d beside its root volume"
              .formatted(type.text(), most));
    }
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

  private Outcome run(Turn turn, Order order, Optional<String> token) throws IOException {
    List<Volume> made = new ArrayList<>();
    try {
      return run(turn, order, token, made);
    } catch (IOException | Ec2Failure unmade) {
      maker.takeBack(made);
      throw unmade;
    }
  }

  private Outcome run(Turn turn, Order order, Optional<String> token, List<Volume> made)
      throws IOException {
    String reservationId = ResourceIds.next("r");
    State state = turn.state();
    for (int i = 0; i < order.count(); i++) {
      Instant due = turn.now().plus(delays.next(Operation.START_INSTANCE));
      Instance instance = instance(order, reservationId, turn.now()).in(InstanceState.PENDING, due);
      state = state.with(instance);
      for (LaunchDevice device : order.devices()) {
        Volume volume = maker.make(turn, device.specification(), order.volumeTags());
        made.add(volume);
        state = state.with(volume.with(tie(instance, device, volume, turn.now())));
      }
    }
    if (token.isPresent()) {
      IssuedToken issued = IssuedToken.of(order.toString(), reservationId, turn.now());
      state = state.withToken(token.get(), issued);
    }
    return outcome(state, reservationId);
  }

  /** It is attached once it has been created. */
  private Attachment tie(Instance instance, LaunchDevice device, Volume volume, Instant now) {
    return new Attachment(
        instance.id(),
        device.device(),
        now,
        AttachmentState.ATTACHING,
        volume.due().plus(delays.next(Operation.ATTACH_VOLUME)),
        device.deletedWithInstance());
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
        new Order(
            "ami-declared",
            InstanceType.named(type),
            zones.byName(zone).name(),
            1,
            Map.of(),
            List.of(),
            Map.of());
    return instance(order, ResourceIds.next("r"), now);
  }
}
