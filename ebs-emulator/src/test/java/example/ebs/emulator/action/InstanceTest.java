package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InstanceTest {
  private final TestRegion region = new TestRegion();

  private String run(String... more) {
    String[] parameters = new String[more.length + 6];
    System.arraycopy(
        new String[] {"ImageId", "ami-1", "MinCount", "1", "MaxCount", "1"}, 0, parameters, 0, 6);
    System.arraycopy(more, 0, parameters, 6, more.length);
    return region.call("RunInstances", parameters).first("instanceId");
  }

  private String state(String instance) {
    return region.state().instance(instance).state().text();
  }

  @Test
  void runsInTheZoneAndTypeAskedFor() {
    String id =
        run("Placement.AvailabilityZone", "zone-b", "InstanceType", "m7i.large", "KeyName", "k");
    assertThat(state(id)).isEqualTo("pending");
    region.pass();

    Xml shown = region.call("DescribeInstances", "InstanceId.1", id);

    assertThat(shown.inside("instanceState").first("name")).isEqualTo("running");
    assertThat(shown.first("availabilityZone")).isEqualTo("zone-b");
    assertThat(shown.first("instanceType")).isEqualTo("m7i.large");
    assertThat(shown.inside("blockDeviceMapping").first("deviceName")).isEqualTo("/dev/xvda");
    assertThat(region.devices.instances).containsExactly(id);
  }

  @Test
  void sameTokenIsTheSameReservation() {
    assertThat(run("ClientToken", "t")).isEqualTo(run("ClientToken", "t"));
    assertThat(
            region
                .refused(
                    "RunInstances",
                    "ImageId",
                    "ami-2",
                    "MinCount",
                    "1",
                    "MaxCount",
                    "1",
                    "ClientToken",
                    "t")
                .code())
        .isEqualTo("IdempotentParameterMismatch");
  }

  @Test
  void theTokenOfAnInstanceLivesAsLongAsTheInstance() {
    String id = run("ClientToken", "t");
    region.pass(Duration.ofDays(30));

    assertThat(run("ClientToken", "t")).isEqualTo(id);
    assertThat(state(id)).isEqualTo("running");
  }

  @Test
  void refusesWhatDoesNotExist() {
    Refusal.check(
        region.refused("DescribeInstances", "InstanceId.1", "i-01", "MaxResults", "5"),
        400,
        "InvalidInstanceID.Malformed",
        "Invalid id: \"i-01\"");
    Refusal.check(
        region.refused(
            "RunInstances",
            "ImageId",
            "ami-1",
            "MinCount",
            "1",
            "MaxCount",
            "1",
            "InstanceType",
            "z9.huge"),
        400,
        "InvalidInstanceType",
        "The following supplied instance types do not exist: [z9.huge]");
    Refusal.check(
        region.refused(
            "RunInstances",
            "ImageId",
            "ami-1",
            "MinCount",
            "1",
            "MaxCount",
            "1",
            "Placement.AvailabilityZone",
            "zone-x"),
        400,
        "InvalidParameterValue",
        "Invalid availability zone: [zone-x]");
  }

  @Test
  void aStoppedInstanceKeepsItsVolumesButNotTheirDevices() {
    String id = region.runningInstance();
    String volume = region.attachedVolume(id, "/dev/xvdaa");
    Xml stopping = region.call("StopInstances", "InstanceId.1", id);
    assertThat(stopping.inside("previousState").first("name")).isEqualTo("running");
    assertThat(stopping.inside("currentState").first("name")).isEqualTo("stopping");
    region.pass();

    assertThat(state(id)).isEqualTo("stopped");
    assertThat(region.attachmentStatus(volume)).isEqualTo("attached");
    assertThat(region.devices.present).isEmpty();

    region.call("StartInstances", "InstanceId.1", id);
    region.pass();
    assertThat(state(id)).isEqualTo("running");
    assertThat(region.devices.present).hasSize(1);
  }

  @Test
  void anOpenDeviceStaysOnAStoppedInstanceUntilItIsClosed() {
    String id = region.runningInstance();
    String volume = region.attachedVolume(id, "/dev/xvdaa");
    region.devices.openVolumes.add(volume);
    region.call("StopInstances", "InstanceId.1", id, "Force", "true");
    region.pass();
    assertThat(state(id)).isEqualTo("stopped");
    assertThat(region.devices.present).hasSize(1);

    region.call("DetachVolume", "VolumeId", volume);
    region.pass();
    assertThat(region.attachmentStatus(volume)).isEqualTo("busy");
    region.devices.openVolumes.clear();
    region.pass();
    assertThat(region.status(volume)).isEqualTo("available");
  }

  @Test
  void terminationDetachesVolumesAndTakesTheFolderAway() {
    String id = region.runningInstance();
    String volume = region.attachedVolume(id, "/dev/xvdaa");
    region.devices.openVolumes.add(volume);
    region.call("TerminateInstances", "InstanceId.1", id);
    region.pass();

    assertThat(state(id)).isEqualTo("terminated");
    assertThat(region.attachmentStatus(volume)).isEqualTo("busy");
    assertThat(region.devices.instances).containsExactly(id);
    region.devices.openVolumes.clear();
    region.pass();
    assertThat(region.status(volume)).isEqualTo("available");
    assertThat(region.devices.instances).isEmpty();
    assertThat(state(id)).isEqualTo("terminated");
    region.pass(Duration.ofHours(1));
    assertThat(region.refused("DescribeInstances", "InstanceId.1", id).code())
        .isEqualTo("InvalidInstanceID.NotFound");
  }

  @Test
  void refusesToAttachToAnInstanceThatIsNotUsable() {
    String volume = region.availableVolume();
    String pending = run();
    Refusal.check(
        region.refused(
            "AttachVolume", "VolumeId", volume, "InstanceId", pending, "Device", "/dev/xvdaa"),
        400,
        "IncorrectState",
        "Instance '" + pending + "' is not 'running'.");
    region.call("TerminateInstances", "InstanceId.1", pending);
    Refusal.check(
        region.refused(
            "AttachVolume", "VolumeId", volume, "InstanceId", pending, "Device", "/dev/xvdaa"),
        400,
        "IncorrectInstanceState",
        "The instance '" + pending + "' is in the 'shutting-down' state.");
    Refusal.check(
        region.refused("StartInstances", "InstanceId.1", pending),
        400,
        "IncorrectInstanceState",
        "The instance '" + pending + "' is not in a state from which it can be started.");
  }

  @Test
  void filtersInstances() {
    String here = region.runningInstance();
    String there = region.runningInstance("t3.medium", "zone-b");
    region.call("CreateTags", "ResourceId.1", there, "Tag.1.Key", "role", "Tag.1.Value", "db");

    assertThat(filtered("availability-zone", "zone-a")).isEqualTo(here);
    assertThat(filtered("tag:role", "d*")).isEqualTo(there);
    assertThat(filtered("tag-key", "role")).isEqualTo(there);
    assertThat(filtered("instance-state-name", "running")).isEqualTo(here + there);
    assertThat(filtered("instance-id", there)).isEqualTo(there);
  }

  private String filtered(String name, String value) {
    return String.join(
        "",
        region
            .call("DescribeInstances", "Filter.1.Name", name, "Filter.1.Value.1", value)
            .all("instanceId")
            .stream()
            .sorted(Comparator.comparing(id -> region.state().instance(id).zone()))
            .toList());
  }

  @Test
  void typesSayHowMuchMayBeAttached() {
    Xml shared = region.call("DescribeInstanceTypes", "InstanceType.1", "m5.large");
    assertThat(shared.first("maximumEbsAttachments")).isEqualTo("28");
    assertThat(shared.first("attachmentLimitType")).isEqualTo("shared");

    Xml dedicated = region.call("DescribeInstanceTypes", "InstanceType.1", "m7i.large");
    assertThat(dedicated.first("maximumEbsAttachments")).isEqualTo("32");
    assertThat(dedicated.first("attachmentLimitType")).isEqualTo("dedicated");
  }

  @Test
  void anEndedInstanceWhoseVolumeIsStillOpenIsNotLookedAtAllTheTime() {
    String instance = region.runningInstance();
    String volume = region.attachedVolume(instance, "/dev/xvdaa");
    region.devices.openVolumes.add(volume);
    region.call("TerminateInstances", "InstanceId.1", instance);
    region.pass();
    region.pass(Duration.ofHours(2));

    assertThat(region.nextDue().orElseThrow()).isAfter(region.clock.instant());

    region.devices.openVolumes.clear();
    region.pass(Duration.ofMinutes(2));
    region.pass(Duration.ofMinutes(2));
    assertThat(region.state().instances()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0|Value (0) for parameter minCount is invalid. Expected: 1 to 100.",
        "101|101|Value (101) for parameter minCount is invalid. Expected: 1 to 100.",
        "2|1|Value (1) for parameter maxCount is invalid. Expected: minCount (2) to 100.",
        "1|101|Value (101) for parameter maxCount is invalid. Expected: minCount (1) to 100."
      })
  void aCountOutOfItsRangeIsRefusedWithTheRange(String least, String most, String message) {
    Refusal.check(
        region.refused("RunInstances", "ImageId", "ami-1", "MinCount", least, "MaxCount", most),
        400,
        "InvalidParameterValue",
        message);
  }
}
