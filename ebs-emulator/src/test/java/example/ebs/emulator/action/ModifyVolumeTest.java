package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModifyVolumeTest {
  private final TestRegion region = new TestRegion();

  private Xml modify(String volume, String... parameters) {
    return region.call("ModifyVolume", with(volume, parameters));
  }

  private static String[] with(String volume, String... parameters) {
    String[] all = new String[parameters.length + 2];
    all[0] = "VolumeId";
    all[1] = volume;
    System.arraycopy(parameters, 0, all, 2, parameters.length);
    return all;
  }

  private Xml described(String volume) {
    return region.call("DescribeVolumesModifications", "VolumeId.1", volume);
  }

  private String state(String volume) {
    return described(volume).first("modificationState");
  }

  private int size(String volume) {
    return region.state().volume(volume).specification().sizeGib();
  }

  private void complete() {
    region.pass();
    region.pass();
  }

  @Test
  void isModifyingThenOptimizingThenCompleted() {
    String volume = region.availableVolume("VolumeType", "gp3");

    Xml begun = modify(volume, "Size", "16", "Iops", "4000", "Throughput", "250");

    assertThat(begun.first("modificationState")).isEqualTo("modifying");
    assertThat(begun.first("originalSize") + begun.first("targetSize")).isEqualTo("816");
    assertThat(begun.first("originalIops") + begun.first("targetIops")).isEqualTo("30004000");
    assertThat(begun.first("originalThroughput") + begun.first("targetThroughput"))
        .isEqualTo("125250");
    assertThat(begun.all("endTime")).isEmpty();
    assertThat(size(volume)).isEqualTo(8);
    region.pass();
    assertThat(state(volume)).isEqualTo("optimizing");
    assertThat(size(volume)).isEqualTo(16);
    region.pass(Duration.ofSeconds(4));
    assertThat(described(volume).first("progress")).isEqualTo("40");
    region.pass(Duration.ofSeconds(6));
    assertThat(state(volume)).isEqualTo("completed");
    assertThat(described(volume).first("progress")).isEqualTo("100");
    assertThat(described(volume).all("endTime")).containsExactly("2026-11-20T12:00:30.000Z");
    assertThat(region.call("DescribeVolumes", "VolumeId.1", volume).first("throughput"))
        .isEqualTo("250");
  }

  @Test
  void contentAndDeviceHaveTheNewSizeBeforeAnybodyIsToldOfIt() {
    String volume = region.attachedVolume(region.runningInstance(), "/dev/xvdaa");
    modify(volume, "Size", "16");
    region.devices.broken = "no device can grow";
    region.pass();
    assertThat(region.files.sizes).containsEntry(volume, 16);
    assertThat(state(volume)).isEqualTo("modifying");
    assertThat(size(volume)).isEqualTo(8);

    region.devices.broken = "";
    region.pass(Duration.ofSeconds(1));

    assertThat(region.devices.grown).containsExactly(volume);
    assertThat(state(volume)).isEqualTo("optimizing");
    assertThat(size(volume)).isEqualTo(16);
  }

  @Test
  void failsWithTheReasonWhereTheDiskCannotHoldIt() {
    String volume = region.availableVolume();
    region.files.largest = 10;
    modify(volume, "Size", "16");

    region.pass();

    assertThat(state(volume)).isEqualTo("failed");
    assertThat(described(volume).first("statusMessage")).isEqualTo("no place for 16 GiB");
    assertThat(size(volume)).isEqualTo(8);
    assertThat(modify(volume, "Size", "10").first("modificationState")).isEqualTo("modifying");
  }

  @ParameterizedTest
  @CsvSource({"modifying,0", "optimizing,10"})
  void isRefusedWhileTheOneBeforeIsNotCompleted(String state, int seconds) {
    String volume = region.availableVolume();
    modify(volume, "Size", "16");
    region.pass(Duration.ofSeconds(seconds));

    Refusal.check(
        region.refused("ModifyVolume", with(volume, "Size", "20")),
        400,
        "IncorrectModificationState",
        "Volume %s cannot be modified in modification state %s"
            .formatted(volume, state.equals("modifying") ? "MODIFYING" : "OPTIMIZING"));
  }

  @Test
  void isPossibleFourTimesInAnyTwentyFourHours() {
    String volume = region.availableVolume();
    for (int size = 9; size <= 12; size++) {
      modify(volume, "Size", Integer.toString(size));
      complete();
    }

    Refusal.check(
        region.refused("ModifyVolume", with(volume, "Size", "13")),
        400,
        "VolumeModificationRateExceeded",
        "You've reached the maximum modification rate per volume limit: 4 modifications in any 24"
            + " hours. The volume can be modified again at 2026-11-21T12:00:10.000Z.");
    region.pass(Duration.ofHours(24).minusSeconds(81));
    assertThat(region.refused("ModifyVolume", with(volume, "Size", "13")).code())
        .isEqualTo("VolumeModificationRateExceeded");
    region.pass(Duration.ofSeconds(1));
    modify(volume, "Size", "13");
    complete();
    assertThat(size(volume)).isEqualTo(13);
  }

  @ParameterizedTest
  @CsvSource({
    "Size,7,InvalidParameterValue,New size cannot be smaller than existing size",
    "Size,16385,InvalidParameterValue,Volume of 16385GiB is too large for volume type gp2; maximum is 16384GiB.",
    "VolumeType,standard,InvalidParameterValue,Volume of type gp2 cannot be modified to volume type standard.",
    "VolumeType,st1,InvalidParameterValue,Volume of 8GiB is too small for volume type st1; minimum is 125GiB.",
    "VolumeType,gp9,UnknownVolumeType,Unsupported volume type 'gp9' for volume creation.",
    "Iops,3000,InvalidParameterCombination,The parameter iops is not supported for gp2 volumes.",
    "Throughput,250,InvalidParameterCombination,The parameter throughput is not supported for gp2 volumes.",
    "MultiAttachEnabled,true,InvalidParameterCombination,The parameter multiAttachEnabled is not supported for gp2 volumes.",
    "DryRun,false,MissingParameter,'The request must contain the parameter size, volumeType, iops, throughput or multiAttachEnabled'"
  })
  void whatTheTypeDoesNotOfferIsRefused(String name, String value, String code, String message) {
    String volume = region.availableVolume();

    Refusal.check(region.refused("ModifyVolume", with(volume, name, value)), 400, code, message);
    assertThat(region.state().modifications()).isEmpty();
  }

  @Test
  void throughputNeedsIopsAndAFewAreNotEnough() {
    String volume = region.availableVolume("VolumeType", "gp3");

    assertThat(region.refused("ModifyVolume", with(volume, "Throughput", "1000")).message())
        .startsWith("Throughput (MiBps) to iops ratio of 0.333333 is too high");
  }

  @ParameterizedTest
  @CsvSource({"gp3,3000,125", "io1,200,0", "io2,3000,0", "gp2,100,0"})
  void anotherTypeHasItsDefaults(String type, int iops, int throughput) {
    String volume = region.availableVolume("VolumeType", "gp3", "Throughput", "250");
    String[] order =
        type.equals("io1")
            ? new String[] {"VolumeType", type, "Iops", "200"}
            : new String[] {"VolumeType", type};
    if (type.equals("gp3")) {
      modify(volume, "VolumeType", "gp2");
      complete();
    }

    modify(volume, order);
    complete();

    assertThat(region.state().volume(volume).specification().iops()).isEqualTo(iops);
    assertThat(region.state().volume(volume).specification().throughput()).isEqualTo(throughput);
  }

  @Test
  void whatIsNotNamedStaysWithTheSameType() {
    String volume =
        region.availableVolume("VolumeType", "gp3", "Iops", "4000", "Throughput", "250");

    modify(volume, "Size", "9");
    complete();

    assertThat(region.state().volume(volume).specification().iops()).isEqualTo(4000);
    assertThat(region.state().volume(volume).specification().throughput()).isEqualTo(250);
  }

  @Test
  void aVolumeThatIsNotReadyIsRefused() {
    String creating = region.creatingVolume();

    Refusal.check(
        region.refused("ModifyVolume", with(creating, "Size", "9")),
        400,
        "IncorrectState",
        "The volume '" + creating + "' is in the 'creating' state.");
    assertThat(region.refused("ModifyVolume", with("vol-01234567", "Size", "9")).code())
        .isEqualTo("InvalidVolume.NotFound");
  }

  @Test
  void aDryRunChecksAndChangesNothing() {
    String volume = region.availableVolume();

    assertThat(region.refused("ModifyVolume", with(volume, "Size", "9", "DryRun", "true")).status())
        .isEqualTo(412);
    assertThat(region.refused("ModifyVolume", with(volume, "Size", "7", "DryRun", "true")).code())
        .isEqualTo("InvalidParameterValue");
    assertThat(region.state().modifications()).isEmpty();
  }

  @Test
  void aVolumeThatIsDeletedMeanwhileIsModifiedNoMore() {
    String volume = region.availableVolume();
    modify(volume, "Size", "9");
    region.call("DeleteVolume", "VolumeId", volume);

    region.pass();
    region.pass();

    assertThat(region.state().volumes()).isEmpty();
    assertThat(region.state().modifications()).isEmpty();
    assertThat(region.nextDue()).isEmpty();
  }

  @Test
  void multiAttachChangesOnlyWhileNobodyHasTheVolume() {
    String volume = region.availableVolume("VolumeType", "io2", "Iops", "100");
    region.attach(volume, region.runningInstance(), "/dev/xvdaa");
    region.pass();
    assertThat(region.refused("ModifyVolume", with(volume, "MultiAttachEnabled", "true")).code())
        .isEqualTo("IncorrectState");
    region.call("DetachVolume", "VolumeId", volume);
    region.pass();

    modify(volume, "MultiAttachEnabled", "true");
    complete();

    assertThat(region.state().volume(volume).specification().multiAttach()).isTrue();
  }
}
