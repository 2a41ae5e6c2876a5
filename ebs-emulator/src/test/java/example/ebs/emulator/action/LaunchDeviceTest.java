package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.emulator.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The volumes that an instance is launched with. */
final class LaunchDeviceTest {
  private static final String DISK = "BlockDeviceMapping.1.";

  private final TestRegion region = new TestRegion();

  private static String[] order(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "ImageId",
                "ami-1",
                "MinCount",
                "1",
                "MaxCount",
                "1",
                "Placement.AvailabilityZone",
                "zone-b"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static String[] disk(String... more) {
    List<String> all =
        new ArrayList<>(List.of(DISK + "DeviceName", "/dev/sdf", DISK + "Ebs.VolumeSize", "20"));
    all.addAll(List.of(more));
    return order(all.toArray(String[]::new));
  }

  private String run(String... order) {
    return region.call("RunInstances", order).first("instanceId");
  }

  private Volume only() {
    assertThat(region.state().volumes()).hasSize(1);
    return region.state().volumes().values().iterator().next();
  }

  @Test
  void isMadeAndAttachedWithItsTags() {
    String instance =
        run(
            disk(
                DISK + "Ebs.VolumeType",
                "gp3",
                "TagSpecification.1.ResourceType",
                "volume",
                "TagSpecification.1.Tag.1.Key",
                "team",
                "TagSpecification.1.Tag.1.Value",
                "storage"));
    assertThat(only().status()).isEqualTo("creating");
    region.pass();
    region.pass();

    Xml shown =
        region.call("DescribeVolumes", "Filter.1.Name", "tag:team", "Filter.1.Value.1", "*");
    assertThat(shown.all("volumeId")).containsExactly(only().id(), only().id());
    assertThat(shown.first("size")).isEqualTo("20");
    assertThat(shown.first("volumeType")).isEqualTo("gp3");
    assertThat(shown.first("availabilityZone")).isEqualTo("zone-b");
    assertThat(shown.first("deleteOnTermination")).isEqualTo("true");
    assertThat(region.attachmentStatus(only().id())).isEqualTo("attached");
    assertThat(region.state().instance(instance).tags()).isEmpty();
    assertThat(region.files.present).containsExactly(only().id());
    assertThat(region.call("DescribeInstances").all("deviceName"))
        .containsExactly("/dev/xvda", "/dev/sdf");
  }

  @Test
  void goesWithItsInstanceUnlessItIsToStay() {
    String[] two =
        disk(
            "BlockDeviceMapping.2.DeviceName", "/dev/sdg",
            "BlockDeviceMapping.2.Ebs.VolumeSize", "30",
            "BlockDeviceMapping.2.Ebs.DeleteOnTermination", "false");
    String instance = run(two);
    region.pass();
    region.pass();
    region.call("TerminateInstances", "InstanceId.1", instance);
    region.pass();
    region.pass();

    assertThat(only().specification().sizeGib()).isEqualTo(30);
    assertThat(only().status()).isEqualTo("available");
    assertThat(region.files.present).containsExactly(only().id());
  }

  @Test
  void staysOnceSomebodyHasDetachedIt() {
    String instance = run(disk());
    region.pass();
    region.pass();
    region.call("DetachVolume", "VolumeId", only().id());
    region.call("TerminateInstances", "InstanceId.1", instance);
    region.pass();
    region.pass();

    assertThat(only().status()).isEqualTo("available");
  }

  @Test
  void isMadeForEachInstanceAndOnceForEachToken() {
    String[] order = disk("ClientToken", "t");
    order[5] = "3";
    run(order);
    run(order);

    assertThat(region.state().instances()).hasSize(3);
    assertThat(region.state().volumes()).hasSize(3);
  }

  @Test
  void isNotMadeWhereAnotherOfTheRequestHasNoPlace() {
    region.files.largest = 20;
    Refusal.check(
        region.refused(
            "RunInstances",
            disk(
                "BlockDeviceMapping.2.DeviceName", "/dev/sdg",
                "BlockDeviceMapping.2.Ebs.VolumeSize", "21")),
        500,
        "InsufficientVolumeCapacity",
        "There is not enough capacity to fulfill your request in zone 'zone-b'."
            + " The emulator's disk: no place for 21 GiB");

    assertThat(region.files.present).isEmpty();
    assertThat(region.state().volumes()).isEmpty();
    assertThat(region.state().instances()).isEmpty();
  }

  @Test
  void theRootVolumeAndLocalDisksAreThereAnyway() {
    run(
        order(
            DISK + "DeviceName",
            "/dev/xvda",
            DISK + "Ebs.VolumeSize",
            "100",
            "BlockDeviceMapping.2.DeviceName",
            "/dev/sdb",
            "BlockDeviceMapping.2.VirtualName",
            "ephemeral0",
            "BlockDeviceMapping.3.DeviceName",
            "/dev/sdc",
            "BlockDeviceMapping.3.NoDevice",
            ""));

    assertThat(region.state().volumes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DeviceName=/dev/sdf|MissingParameter|The request must contain the parameter size/snapshot",
        "DeviceName=/dev/sdf&Ebs.SnapshotId=snap-01234567|InvalidSnapshot.NotFound|The snapshot 'snap-01234567' does not exist.",
        "DeviceName=banana&Ebs.VolumeSize=1|InvalidParameterValue|Value (banana) for parameter device is invalid. banana is not a valid EBS device name.",
        "DeviceName=/dev/sdf&Ebs.VolumeSize=1&Ebs.Colour=red|UnknownParameter|The parameter BlockDeviceMapping.1.Ebs.Colour is not recognized",
        "DeviceName=/dev/sdf&Ebs.VolumeSize=1&Ebs.EbsCardIndex=1|InvalidParameterValue|The parameter ebsCardIndex of /dev/sdf is invalid. The instance has one card.",
        "Ebs.VolumeSize=1|MissingParameter|The request must contain the parameter BlockDeviceMapping.1.DeviceName",
      })
  void refusesWhatItCannotMake(String mapping, String code, String message) {
    List<String> parameters = new ArrayList<>();
    for (String pair : mapping.split("&", -1)) {
      parameters.add(DISK + pair.substring(0, pair.indexOf('=')));
      parameters.add(pair.substring(pair.indexOf('=') + 1));
    }
    Refusal.check(
        region.refused("RunInstances", order(parameters.toArray(String[]::new))),
        400,
        code,
        message);
  }

  @Test
  void moreThanTheInstanceTypeTakesAreRefused() {
    List<String> parameters = new ArrayList<>();
    for (int at = 1; at <= 27; at++) {
      String prefix = "BlockDeviceMapping." + at;
      parameters.add(prefix + ".DeviceName");
      parameters.add("/dev/xvdb" + (char) ('a' + (at - 1) % 26));
      parameters.add(prefix + ".Ebs.VolumeSize");
      parameters.add("1");
    }
    parameters.set(parameters.size() - 3, "/dev/xvdaa");

    assertThat(region.refused("RunInstances", order(parameters.toArray(String[]::new))).code())
        .isEqualTo("AttachmentLimitExceeded");
  }

  @Test
  void survivesARestart() {
    Map<String, Volume> before = Map.copyOf(launched());
    region.restart();

    assertThat(region.state().volumes()).isEqualTo(before);
  }

  private Map<String, Volume> launched() {
    run(disk());
    return region.state().volumes();
  }
}
