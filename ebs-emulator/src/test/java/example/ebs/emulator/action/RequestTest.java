package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestTest {
  private final TestRegion region = new TestRegion();

  @Test
  void refusesAnActionThatDoesNotExist() {
    Refusal.check(
        region.refused("MakeVolume"),
        400,
        "InvalidAction",
        "The action MakeVolume is not valid for this web service.");
  }

  @Test
  void describesZonesByNameIdAndFilter() {
    assertThat(region.call("DescribeAvailabilityZones").all("zoneName"))
        .containsExactly("zone-a", "zone-b");
    assertThat(region.call("DescribeAvailabilityZones", "ZoneName.1", "zone-b").first("zoneId"))
        .isEqualTo("use1-az2");
    assertThat(
            region
                .call(
                    "DescribeAvailabilityZones",
                    "Filter.1.Name",
                    "zone-name",
                    "Filter.1.Value.1",
                    "*-a")
                .all("zoneName"))
        .containsExactly("zone-a");
    Refusal.check(
        region.refused("DescribeAvailabilityZones", "ZoneName.1", "zone-x"),
        400,
        "InvalidParameterValue",
        "Invalid availability zone: [zone-x]");
    assertThat(region.refused("DescribeAvailabilityZones", "DryRun", "true").status())
        .isEqualTo(412);
  }

  @Test
  void tagsComeAndGo() {
    String volume = region.availableVolume();
    region.call(
        "CreateTags",
        "ResourceId.1",
        volume,
        "Tag.1.Key",
        "a",
        "Tag.1.Value",
        "1",
        "Tag.2.Key",
        "b",
        "Tag.2.Value",
        "<2>&");
    assertThat(region.call("DescribeVolumes").inside("tagSet").all("value"))
        .containsExactly("1", "&lt;2&gt;&amp;");

    region.call("DeleteTags", "ResourceId.1", volume, "Tag.1.Key", "a", "Tag.1.Value", "other");
    assertThat(region.state().volume(volume).tags()).containsKeys("a", "b");
    region.call("DeleteTags", "ResourceId.1", volume, "Tag.1.Key", "a");
    assertThat(region.state().volume(volume).tags()).containsOnlyKeys("b");
    region.call("DeleteTags", "ResourceId.1", volume, "Tag.1.Key", "b", "Tag.1.Value", "<2>&");
    assertThat(region.state().volume(volume).tags()).isEmpty();
  }

  @Test
  void refusesTagsThatEc2Refuses() {
    String volume = region.availableVolume();
    Refusal.check(
        region.refused("CreateTags", "ResourceId.1", volume, "Tag.1.Key", "aws:x"),
        400,
        "InvalidParameterValue",
        "Value ( aws:x ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved"
            + " for internal use");
    Refusal.check(
        region.refused("CreateTags", "ResourceId.1", volume, "Tag.1.Key", "k".repeat(129)),
        400,
        "InvalidParameterValue",
        "Tag key exceeds the maximum length of 128 characters");
    Refusal.check(
        region.refused(
            "CreateTags", "ResourceId.1", volume, "Tag.1.Key", "k", "Tag.1.Value", "v".repeat(257)),
        400,
        "InvalidParameterValue",
        "Tag value exceeds the maximum length of 256 characters");
    Refusal.check(
        region.refused("CreateTags", "ResourceId.1", "disk-1", "Tag.1.Key", "k"),
        400,
        "InvalidID",
        "The ID 'disk-1' is not valid");
    Refusal.check(
        region.refused("CreateTags", "ResourceId.1", volume),
        400,
        "MissingParameter",
        "The request must contain the parameter Tag");
  }

  @Test
  void fiftyTagsAreTheMostThatAResourceHas() {
    String volume = region.availableVolume();
    for (int i = 0; i < 50; i++) {
      region.call("CreateTags", "ResourceId.1", volume, "Tag.1.Key", "k" + i);
    }

    Refusal.check(
        region.refused("CreateTags", "ResourceId.1", volume, "Tag.1.Key", "k50"),
        400,
        "TagLimitExceeded",
        "The maximum number of tags on a resource is 50");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws:x", "AWS:x", "Aws:"})
  void tagsOfAwsAreReservedInAnyCase(String key) {
    String volume = region.availableVolume();

    assertThat(region.refused("CreateTags", "ResourceId.1", volume, "Tag.1.Key", key).message())
        .contains("reserved");
  }

  @Test
  void aCarriageReturnComesBackAsOne() {
    String volume = region.availableVolume();
    region.call("CreateTags", "ResourceId.1", volume, "Tag.1.Key", "k", "Tag.1.Value", "a\r\nb\r");

    assertThat(region.call("DescribeVolumes").inside("tagSet").first("value"))
        .isEqualTo("a&#13;\nb&#13;");
  }

  /** A fullwidth and an Arabic eight, which Java takes for digits. */
  @ParameterizedTest
  @ValueSource(strings = {"\uff18", "\u0668", "8.0", "0x8", " 8", "8e0", "99999999999", "-", ""})
  void numbersHaveTheDigitsOfAsciiAlone(String size) {
    Refusal.check(
        region.refused("CreateVolume", "AvailabilityZone", "zone-a", "Size", size),
        400,
        "InvalidParameterValue",
        "Value (" + size + ") for parameter Size is invalid. Expected: an integer.");
  }
}
