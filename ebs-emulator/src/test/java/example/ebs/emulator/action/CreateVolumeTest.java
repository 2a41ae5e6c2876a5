package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.emulator.wire.Ec2Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CreateVolumeTest {
  private final TestRegion region = new TestRegion();

  @Test
  void isCreatingUntilItsTimeHasPassed() {
    Xml created =
        region.call("CreateVolume", "AvailabilityZone", "zone-a", "Size", "8", "VolumeType", "gp3");

    assertThat(created.first("volumeId")).matches("vol-0[0-9a-f]{16}");
    assertThat(created.first("status")).isEqualTo("creating");
    assertThat(created.first("iops")).isEqualTo("3000");
    assertThat(created.first("throughput")).isEqualTo("125");
    assertThat(created.first("availabilityZoneId")).isEqualTo("use1-az1");
    assertThat(created.first("createTime")).isEqualTo("2026-11-20T12:00:00.000Z");
    region.pass(TestRegion.OPERATION.minusMillis(1));
    assertThat(region.status(created.first("volumeId"))).isEqualTo("creating");
    region.pass(Duration.ofMillis(1));
    assertThat(region.status(created.first("volumeId"))).isEqualTo("available");
  }

  @Test
  void whatTheDiskCannotHoldIsAFinalRefusal() {
    region.files.largest = 1_000;

    Refusal.check(
        region.refused("CreateVolume", "AvailabilityZone", "zone-a", "Size", "1001"),
        500,
        "InsufficientVolumeCapacity",
        "There is not enough capacity to fulfill your request in zone 'zone-a'."
            + " The emulator's disk: no place for 1001 GiB");
  }

  @Test
  void isGp2UnlessToldOtherwise() {
    Xml created = region.call("CreateVolume", "AvailabilityZoneId", "use1-az2", "Size", "100");

    assertThat(created.first("volumeType")).isEqualTo("gp2");
    assertThat(created.first("iops")).isEqualTo("300");
    assertThat(created.first("availabilityZone")).isEqualTo("zone-b");
    assertThat(created.all("throughput")).isEmpty();
  }

  @Test
  void sameTokenWithSameParametersIsTheSameVolume() {
    String first = region.creatingVolume("ClientToken", "t-1");
    region.pass();

    assertThat(region.creatingVolume("ClientToken", "t-1")).isEqualTo(first);
    assertThat(region.state().volumes()).hasSize(1);
  }

  @Test
  void sameTokenWithOtherParametersIsRefused() {
    region.creatingVolume("ClientToken", "t-1");

    Ec2Failure refused =
        region.refused(
            "CreateVolume", "AvailabilityZone", "zone-a", "Size", "9", "ClientToken", "t-1");

    Refusal.check(
        refused,
        400,
        "IdempotentParameterMismatch",
        "Arguments on this idempotent request are inconsistent with arguments used in previous"
            + " request(s).");
  }

  @Test
  void tokenOfADeletedVolumeStaysBurntForTwelveHours() {
    String volume = region.availableVolume("ClientToken", "t-1");
    region.call("DeleteVolume", "VolumeId", volume);
    region.pass();

    Ec2Failure refused =
        region.refused(
            "CreateVolume", "AvailabilityZone", "zone-a", "Size", "8", "ClientToken", "t-1");
    assertThat(refused.code()).isEqualTo("IdempotentParameterMismatch");
    region.pass(Duration.ofHours(13));
    assertThat(region.creatingVolume("ClientToken", "t-1")).isNotEqualTo(volume);
  }

  @ParameterizedTest
  @CsvSource({
    "gp3,1",
    "gp3,65536",
    "gp2,1",
    "gp2,16384",
    "st1,125",
    "st1,16384",
    "sc1,125",
    "sc1,16384",
    "standard,1",
    "standard,1024"
  })
  void takesEveryTypeFromItsSmallestToItsLargest(String type, String size) {
    Xml created =
        region.call("CreateVolume", "AvailabilityZone", "zone-a", "Size", size, "VolumeType", type);

    assertThat(created.first("size")).isEqualTo(size);
    assertThat(created.first("volumeType")).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "gp3,0,small,1",
    "gp3,65537,large,65536",
    "gp2,16385,large,16384",
    "io1,3,small,4",
    "io1,16385,large,16384",
    "io2,3,small,4",
    "io2,65537,large,65536",
    "st1,124,small,125",
    "st1,16385,large,16384",
    "sc1,124,small,125",
    "sc1,16385,large,16384",
    "standard,1025,large,1024",
    "standard,-1,small,1"
  })
  void refusesSizesBeyondTheTypesLimits(String type, String size, String word, String limit) {
    Ec2Failure refused =
        region.refused(
            "CreateVolume",
            "AvailabilityZone",
            "zone-a",
            "Size",
            size,
            "VolumeType",
            type,
            "Iops",
            "100");

    Refusal.check(
        refused,
        400,
        "InvalidParameterValue",
        "Volume of %sGiB is too %s for volume type %s; %s is %sGiB."
            .formatted(size, word, type, word.equals("small") ? "minimum" : "maximum", limit));
  }

  @ParameterizedTest
  @CsvSource({"gp3,160,80000", "gp3,1,3000", "io1,1280,64000", "io1,4,200", "io2,256,256000"})
  void takesAsManyIopsAsTheTypeHas(String type, String size, String iops) {
    Xml created =
        region.call(
            "CreateVolume",
            "AvailabilityZone",
            "zone-a",
            "Size",
            size,
            "VolumeType",
            type,
            "Iops",
            iops);

    assertThat(created.first("iops")).isEqualTo(iops);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "gp3|4|2147483647|InvalidParameterValue|Volume iops of 2147483647 is too high; maximum is 80000",
        "gp3|4|200000|InvalidParameterValue|Volume iops of 200000 is too high; maximum is 80000",
        "gp3|4|2999|InvalidParameterValue|Volume iops of 2999 is too low; minimum is 3000",
        "gp3|8|4001|InvalidParameterValue|Iops to volume size ratio of 500.125000 is too high; maximum is 500.000000 per GiB",
        "io1|4|64001|InvalidParameterValue|Volume iops of 64001 is too high; maximum is 64000",
        "io1|4|99|InvalidParameterValue|Volume iops of 99 is too low; minimum is 100",
        "io1|4|201|InvalidParameterValue|Iops to volume size ratio of 50.250000 is too high; maximum is 50.000000 per GiB",
        "io2|4|2147483647|InvalidParameterCombination|io2 volumes configured with greater than 64 TiB or 256K IOPS or 1000:1 IOPS:GB ratio are not supported",
        "io2|4|4001|InvalidParameterCombination|io2 volumes configured with greater than 64 TiB or 256K IOPS or 1000:1 IOPS:GB ratio are not supported",
        "gp2|4|100|InvalidParameterCombination|The parameter iops is not supported for gp2 volumes.",
        "st1|125|100|InvalidParameterCombination|The parameter iops is not supported for st1 volumes.",
        "sc1|125|100|InvalidParameterCombination|The parameter iops is not supported for sc1 volumes.",
        "standard|4|100|InvalidParameterCombination|The parameter iops is not supported for standard volumes.",
      })
  void refusesIopsBeforeTheDryRunAnswer(
      String type, String size, String iops, String code, String message) {
    Ec2Failure refused =
        region.refused(
            "CreateVolume",
            "AvailabilityZone",
            "zone-a",
            "Size",
            size,
            "VolumeType",
            type,
            "Iops",
            iops,
            "DryRun",
            "true");

    Refusal.check(refused, 400, code, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "gp3|3000|124|InvalidParameterValue|Volume throughput of 124 is too low; minimum is 125",
        "gp3|20000|2001|InvalidParameterValue|Volume throughput of 2001 is too high; maximum is 2000",
        "gp3|3000|751|InvalidParameterValue|Throughput (MiBps) to iops ratio of 0.250333 is too high; maximum is 0.250000 MiBps per iops",
        "io1|3000|200|InvalidParameterCombination|The parameter throughput is not supported for io1 volumes.",
      })
  void refusesThroughput(String type, String iops, String throughput, String code, String message) {
    Ec2Failure refused =
        region.refused(
            "CreateVolume",
            "AvailabilityZone",
            "zone-a",
            "Size",
            "100",
            "VolumeType",
            type,
            "Iops",
            iops,
            "Throughput",
            throughput);

    Refusal.check(refused, 400, code, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Size=8|MissingParameter|The request must contain the parameter zone",
        "AvailabilityZone=zone-a|MissingParameter|The request must contain the parameter size/snapshot",
        "AvailabilityZone=zone-c&Size=8|InvalidZone.NotFound|The zone 'zone-c' does not exist.",
        "AvailabilityZone=zone-a&AvailabilityZoneId=use1-az1&Size=8|InvalidParameterCombination|The parameters availabilityZone and availabilityZoneId cannot be used together",
        "AvailabilityZone=zone-a&Size=8&VolumeType=zz9|UnknownVolumeType|Unsupported volume type 'zz9' for volume creation.",
        "AvailabilityZone=zone-a&Size=8&VolumeType=io1|MissingParameter|The request must contain the parameter iops",
        "AvailabilityZone=zone-a&Size=8&VolumeType=io2|MissingParameter|The request must contain the parameter iops",
        "AvailabilityZone=zone-a&Size=x|InvalidParameterValue|Value (x) for parameter Size is invalid. Expected: an integer.",
        "AvailabilityZone=zone-a&Size=8&VolumeType=gp3&MultiAttachEnabled=true|InvalidParameterCombination|The parameter multiAttachEnabled is not supported for gp3 volumes.",
        "AvailabilityZone=zone-a&Size=8&KmsKeyId=k|InvalidParameterDependency|The parameter KmsKeyId requires the parameter Encrypted to be set.",
        "AvailabilityZone=zone-a&Size=8&SnapshotId=snap-01234567|InvalidSnapshot.NotFound|The snapshot 'snap-01234567' does not exist.",
        "AvailabilityZone=zone-a&Size=8&Colour=red|UnknownParameter|The parameter Colour is not recognized",
        "AvailabilityZone=zone-a&Size=8&TagSpecification.1.ResourceType=snapshot|InvalidParameterValue|'snapshot' is not a valid taggable resource type for this operation.",
      })
  void refusesWhatEc2Refuses(String request, String code, String message) {
    Ec2Failure refused = region.refused("CreateVolume", request.split("[&=]"));

    Refusal.check(refused, 400, code, message);
    assertThat(region.state().volumes()).isEmpty();
  }

  @Test
  void aFullZoneHasNoPlaceUntilItHas() {
    region.faults.zoneFull("zone-a", true);

    Ec2Failure refused = region.refused("CreateVolume", "AvailabilityZone", "zone-a", "Size", "8");

    Refusal.check(
        refused,
        500,
        "InsufficientVolumeCapacity",
        "There is not enough capacity to fulfill your request in zone 'zone-a'.");
    region.faults.zoneFull("zone-a", false);
    assertThat(region.creatingVolume()).startsWith("vol-");
  }

  @Test
  void dryRunMakesNothing() {
    Ec2Failure refused =
        region.refused("CreateVolume", "AvailabilityZone", "zone-a", "Size", "8", "DryRun", "true");

    Refusal.check(
        refused, 412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
    assertThat(region.state().volumes()).isEmpty();
  }
}
