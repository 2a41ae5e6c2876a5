package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DescribeVolumesModificationsTest {
  private static final String ACTION = "DescribeVolumesModifications";
  private final TestRegion region = new TestRegion();

  private String modified() {
    String volume = region.availableVolume();
    region.call("ModifyVolume", "VolumeId", volume, "Size", "400", "VolumeType", "gp3");
    return volume;
  }

  @Test
  void aVolumeThatWasNeverModifiedFailsAllWithItsIdInTheMessage() {
    String modified = modified();
    String never = region.availableVolume();

    Refusal.check(
        region.refused(ACTION, "VolumeId.1", modified, "VolumeId.2", never),
        400,
        "InvalidVolumeModification.NotFound",
        "Modification for volume '" + never + "' does not exist.");
    assertThat(region.call(ACTION).all("volumeId")).containsExactly(modified);
  }

  @Test
  void anUnknownVolumeIsNotFound() {
    assertThat(region.refused(ACTION, "VolumeId.1", "vol-01234567").code())
        .isEqualTo("InvalidVolume.NotFound");
  }

  @Test
  void onlyTheLatestIsTold() {
    String volume = modified();
    region.pass();
    region.pass();
    region.call("ModifyVolume", "VolumeId", volume, "Iops", "4000");

    Xml told = region.call(ACTION, "VolumeId.1", volume, "MaxResults", "500");

    assertThat(told.all("originalVolumeType")).containsExactly("gp3");
    assertThat(told.all("targetIops")).containsExactly("4000");
  }

  @ParameterizedTest
  @CsvSource({
    "modification-state,modifying",
    "original-iops,100",
    "original-size,8",
    "original-volume-type,gp2",
    "originalMultiAttachEnabled,false",
    "start-time,2026-11-20T12:00:10.000Z",
    "target-iops,3000",
    "target-size,4*",
    "target-volume-type,gp3",
    "targetMultiAttachEnabled,false",
    "volume-id,vol-*"
  })
  void isFiltered(String name, String value) {
    String volume = modified();

    assertThat(filtered(name, value)).containsExactly(volume);
    assertThat(filtered(name, "none")).isEmpty();
  }

  private List<String> filtered(String name, String value) {
    return region.call(ACTION, "Filter.1.Name", name, "Filter.1.Value.1", value).all("volumeId");
  }

  @Test
  void comesInPages() {
    List<String> volumes = IntStream.range(0, 7).mapToObj(_ -> modified()).toList();

    Xml first = region.call(ACTION, "MaxResults", "5");
    Xml second = region.call(ACTION, "MaxResults", "5", "NextToken", first.first("nextToken"));

    assertThat(first.all("volumeId"))
        .hasSize(5)
        .doesNotContainAnyElementsOf(second.all("volumeId"));
    assertThat(second.all("volumeId")).hasSize(2).isSubsetOf(volumes);
    assertThat(second.all("nextToken")).isEmpty();
    assertThat(region.refused(ACTION, "MaxResults", "501").code())
        .isEqualTo("InvalidParameterValue");
  }
}
