package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.emulator.volume.Volume;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CreateSnapshot, DeleteSnapshot, DescribeSnapshots and CreateVolume from a snapshot. */
final class SnapshotTest {
  private final TestRegion region = new TestRegion();

  private String pending(String volume) {
    return region.call("CreateSnapshot", "VolumeId", volume).first("snapshotId");
  }

  private String completed(String volume) {
    String snapshot = pending(volume);
    region.pass();
    return snapshot;
  }

  private Xml described(String snapshot) {
    return region.call("DescribeSnapshots", "SnapshotId.1", snapshot);
  }

  private String restore(String snapshot, String... more) {
    String[] parameters = new String[more.length + 4];
    parameters[0] = "AvailabilityZone";
    parameters[1] = "zone-b";
    parameters[2] = "SnapshotId";
    parameters[3] = snapshot;
    System.arraycopy(more, 0, parameters, 4, more.length);
    return region.call("CreateVolume", parameters).first("volumeId");
  }

  @Test
  void isPendingThenCompletedAndOfTheMomentOfTheCall() {
    String volume = region.availableVolume();

    Xml made =
        region.call(
            "CreateSnapshot",
            "VolumeId",
            volume,
            "Description",
            "before the change",
            "TagSpecification.1.ResourceType",
            "snapshot",
            "TagSpecification.1.Tag.1.Key",
            "k",
            "TagSpecification.1.Tag.1.Value",
            "v");

    String snapshot = made.first("snapshotId");
    assertThat(made.first("status") + made.first("progress")).isEqualTo("pending0%");
    assertThat(region.files.sources).containsEntry(snapshot, volume);
    region.pass(Duration.ofSeconds(4));
    assertThat(described(snapshot).first("progress")).isEqualTo("40%");
    region.pass(Duration.ofSeconds(6));
    Xml told = described(snapshot);
    assertThat(told.first("status") + told.first("progress")).isEqualTo("completed100%");
    assertThat(told.first("completionTime")).isEqualTo("2026-11-20T12:00:20.000Z");
    assertThat(told.first("description")).isEqualTo("before the change");
    assertThat(told.inside("tagSet").first("value")).isEqualTo("v");
    assertThat(region.files.present).contains(snapshot);
  }

  @Test
  void outlivesItsVolumeAndIsRestoredInAnotherZone() {
    String volume = region.availableVolume();
    String snapshot = completed(volume);
    region.call("DeleteVolume", "VolumeId", volume);
    region.pass();

    String restored = restore(snapshot, "Size", "10");
    region.pass();

    Volume made = region.state().volume(restored);
    assertThat(made.status() + made.zone() + made.specification().sizeGib())
        .isEqualTo("availablezone-b10");
    assertThat(region.files.sources).containsEntry(restored, snapshot);
    assertThat(
            region
                .call(
                    "DescribeVolumes", "Filter.1.Name", "snapshot-id", "Filter.1.Value.1", snapshot)
                .first("volumeId"))
        .isEqualTo(restored);
  }

  @Test
  void aRestoredVolumeHasAtLeastTheSizeOfTheSnapshot() {
    String snapshot = completed(region.availableVolume());

    String restored = restore(snapshot);

    assertThat(region.state().volume(restored).specification().sizeGib()).isEqualTo(8);
    Refusal.check(
        region.refused(
            "CreateVolume", "AvailabilityZone", "zone-a", "SnapshotId", snapshot, "Size", "7"),
        400,
        "InvalidParameterValue",
        "Volume of size 7GiB is smaller than snapshot '%s', expect size >= 8GiB"
            .formatted(snapshot));
  }

  @Test
  void whatComesFromAnEncryptedSnapshotIsEncryptedWithItsKeyOrAnother() {
    String volume = region.availableVolume("Encrypted", "true", "KmsKeyId", "alias/one");
    String key = region.state().volume(volume).specification().kmsKeyId();
    String snapshot = completed(volume);

    assertThat(described(snapshot).first("kmsKeyId")).isEqualTo(key);
    String sameId = restore(snapshot);
    String otherId = restore(snapshot, "Encrypted", "true", "KmsKeyId", "alias/two");

    Volume same = region.state().volume(sameId);
    Volume other = region.state().volume(otherId);
    assertThat(same.specification().encrypted()).isTrue();
    assertThat(same.specification().kmsKeyId()).isEqualTo(key);
    assertThat(other.specification().kmsKeyId()).isNotEqualTo(key);
  }

  @Test
  void aPendingSnapshotRestoresNothingAndADeletedOneGoesWhenItIsComplete() {
    String snapshot = pending(region.availableVolume());
    Refusal.check(
        region.refused("CreateVolume", "AvailabilityZone", "zone-a", "SnapshotId", snapshot),
        400,
        "IncorrectState",
        "Snapshot is in invalid state - pending");

    region.call("DeleteSnapshot", "SnapshotId", snapshot);
    assertThat(described(snapshot).first("status")).isEqualTo("pending");
    assertThat(
            region
                .refused(
                    "LockSnapshot",
                    "SnapshotId",
                    snapshot,
                    "LockMode",
                    "governance",
                    "LockDuration",
                    "1")
                .code())
        .isEqualTo("IncorrectState");
    region.pass();

    assertThat(region.state().snapshots()).isEmpty();
    assertThat(region.files.copying).isEmpty();
  }

  @Test
  void aDeletedSnapshotIsNotFoundAtOnceAndItsContentGoes() {
    String snapshot = completed(region.availableVolume());

    region.call("DeleteSnapshot", "SnapshotId", snapshot);

    Refusal.check(
        region.refused("DeleteSnapshot", "SnapshotId", snapshot),
        400,
        "InvalidSnapshot.NotFound",
        "The snapshot '" + snapshot + "' does not exist.");
    assertThat(region.files.present).doesNotContain(snapshot);
    assertThat(region.state().snapshots()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"snap-1,InvalidSnapshotID.Malformed", "x-1,InvalidParameterValue"})
  void anIdThatIsNoneIsRefused(String id, String code) {
    assertThat(region.refused("DescribeSnapshots", "SnapshotId.1", id).code()).isEqualTo(code);
  }

  @Test
  void aVolumeThatIsNotReadyHasNone() {
    String creating = region.creatingVolume();

    assertThat(region.refused("CreateSnapshot", "VolumeId", creating).code())
        .isEqualTo("IncorrectState");
    assertThat(region.refused("CreateSnapshot", "VolumeId", "vol-01234567").code())
        .isEqualTo("InvalidVolume.NotFound");
    assertThat(region.files.copying).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"gp3,8,5", "st1,125,1"})
  void aVolumeHasAFewPendingOnes(String type, String size, int most) {
    String volume =
        region
            .call("CreateVolume", "AvailabilityZone", "zone-a", "Size", size, "VolumeType", type)
            .first("volumeId");
    region.pass();
    IntStream.range(0, most).forEach(_ -> pending(volume));

    Refusal.check(
        region.refused("CreateSnapshot", "VolumeId", volume),
        400,
        "ConcurrentSnapshotLimitExceeded",
        "Maximum allowed in-progress snapshots for a single volume exceeded.");
    region.pass();
    pending(volume);
  }

  @Test
  void aDryRunCopiesNothing() {
    String volume = region.availableVolume();

    assertThat(region.refused("CreateSnapshot", "VolumeId", volume, "DryRun", "true").status())
        .isEqualTo(412);
    assertThat(region.files.copying).isEmpty();
  }

  @Test
  void tagsComeAndGo() {
    String snapshot = completed(region.availableVolume());

    region.call("CreateTags", "ResourceId.1", snapshot, "Tag.1.Key", "k", "Tag.1.Value", "v");
    assertThat(filtered("tag:k", "v")).containsExactly(snapshot);
    region.call("DeleteTags", "ResourceId.1", snapshot, "Tag.1.Key", "k");
    assertThat(filtered("tag-key", "k")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "description,''",
    "encrypted,false",
    "owner-id,123456789012",
    "progress,100%",
    "snapshot-id,snap-*",
    "start-time,2026-11-20T12:00:10.000Z",
    "status,completed",
    "storage-tier,standard",
    "volume-id,vol-*",
    "volume-size,8"
  })
  void isFiltered(String name, String value) {
    String snapshot = completed(region.availableVolume());

    assertThat(filtered(name, value)).containsExactly(snapshot);
    assertThat(filtered(name, "none")).isEmpty();
  }

  private List<String> filtered(String name, String value) {
    return region
        .call("DescribeSnapshots", "Filter.1.Name", name, "Filter.1.Value.1", value)
        .all("snapshotId");
  }

  @ParameterizedTest
  @CsvSource({
    "Owner,self,1",
    "Owner,123456789012,1",
    "Owner,210987654321,0",
    "Owner,amazon,0",
    "RestorableBy,self,1",
    "RestorableBy,all,0",
    "RestorableBy,210987654321,0"
  })
  void isOfThisAccountAndRestorableByItAlone(String name, String account, int found) {
    completed(region.availableVolume());

    assertThat(region.call("DescribeSnapshots", name + ".1", account).all("snapshotId"))
        .hasSize(found);
    assertThat(region.refused("DescribeSnapshots", name + ".1", "me").code())
        .isEqualTo("InvalidUserID.Malformed");
  }

  @Test
  void comesInPagesThatStayGoodWhileOthersGo() {
    String volume = region.availableVolume();
    List<String> all = IntStream.range(0, 7).mapToObj(_ -> completed(volume)).toList();

    Xml first = region.call("DescribeSnapshots", "MaxResults", "5");
    region.call("DeleteSnapshot", "SnapshotId", all.get(4));
    Xml second =
        region.call("DescribeSnapshots", "MaxResults", "5", "NextToken", first.first("nextToken"));

    assertThat(first.all("snapshotId")).isEqualTo(all.subList(0, 5));
    assertThat(second.all("snapshotId")).isEqualTo(all.subList(5, 7));
    assertThat(
            region
                .refused("DescribeSnapshots", "SnapshotId.1", all.getFirst(), "MaxResults", "5")
                .code())
        .isEqualTo("InvalidParameterCombination");
  }
}
