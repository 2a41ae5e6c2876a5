package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import example.ebs.emulator.fault.Faults;
import example.ebs.emulator.state.State;
import example.ebs.emulator.state.StateStore;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.zone.Zones;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A region whose operations take ten seconds each, by a clock that a test drives. */
final class TestRegion {
  static final Duration OPERATION = Duration.ofSeconds(10);

  final DrivenClock clock = new DrivenClock();
  final InMemoryDevices devices = new InMemoryDevices();
  final InMemoryFiles files = new InMemoryFiles();
  final Faults faults = new Faults();
  private final StateStore store;
  private final Duration operation;
  private Region region;

  TestRegion() {
    this(new InMemoryState());
  }

  TestRegion(StateStore store) {
    this(store, OPERATION);
  }

  /** A region whose operations take that long. */
  TestRegion(StateStore store, Duration operation) {
    this.store = store;
    this.operation = operation;
    this.region = opened();
  }

  private Region opened() {
    Zones zones = Zones.named("us-east-1", List.of("zone-a", "zone-b"));
    RegionParts parts = new RegionParts(zones, files, files, devices, _ -> operation, faults);
    try {
      return new Region(parts, store, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets all but what was saved. */
  void restart() {
    region = opened();
  }

  Xml call(String action, String... parameters) {
    StringBuilder form = new StringBuilder("Version=2016-11-15&Action=" + action);
    for (int i = 0; i < parameters.length; i += 2) {
      String value = URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8);
      form.append('&').append(parameters[i]).append('=').append(value);
    }
    try {
      return new Xml(region.answer(QueryParameters.parse(form.toString()), "request-1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Ec2Failure refused(String action, String... parameters) {
    return catchThrowableOfType(Ec2Failure.class, () -> call(action, parameters));
  }

  /** Lets the time of one operation pass, without a request. */
  void pass() {
    pass(OPERATION);
  }

  void pass(Duration duration) {
    clock.advance(duration);
    try {
      region.settle();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Instant> nextDue() {
    return region.nextDue();
  }

  State state() {
    return region.state();
  }

  String availableVolume(String... more) {
    String id = creatingVolume(more);
    pass();
    return id;
  }

  String creatingVolume(String... more) {
    String[] parameters = new String[more.length + 4];
    System.arraycopy(new String[] {"AvailabilityZone", "zone-a", "Size", "8"}, 0, parameters, 0, 4);
    System.arraycopy(more, 0, parameters, 4, more.length);
    return call("CreateVolume", parameters).first("volumeId");
  }

  String runningInstance(String type, String zone) {
    try {
      return region.declareInstance(zone, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String runningInstance() {
    return runningInstance("m5.large", "zone-a");
  }

  Xml attach(String volume, String instance, String device) {
    return call("AttachVolume", "VolumeId", volume, "InstanceId", instance, "Device", device);
  }

  String attachedVolume(String instance, String device) {
    String volume = availableVolume();
    attach(volume, instance, device);
    pass();
    return volume;
  }

  String status(String volume) {
    return state().volume(volume).status();
  }

  String attachmentStatus(String volume) {
    return call("DescribeVolumes", "VolumeId.1", volume)
        .inside("attachmentSet")
        .firstOr("status", "detached");
  }
}
