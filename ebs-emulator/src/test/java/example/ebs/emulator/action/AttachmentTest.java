package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.emulator.LogLines;
import example.ebs.emulator.device.Placement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AttachmentTest {
  private final TestRegion region = new TestRegion();
  private final String instance = region.runningInstance();

  @Test
  void attachingBecomesAttachedAndTheDeviceIsThereByThen() {
    String volume = region.availableVolume();

    assertThat(region.attach(volume, instance, "/dev/xvdaa").first("status"))
        .isEqualTo("attaching");
    assertThat(region.status(volume)).isEqualTo("in-use");
    assertThat(region.devices.present).isEmpty();
    region.pass();
    assertThat(region.attachmentStatus(volume)).isEqualTo("attached");
    assertThat(region.devices.present).hasSize(1);
  }

  @Test
  void detachingBecomesDetachedAndTheDeviceIsGone() {
    String volume = region.attachedVolume(instance, "/dev/xvdaa");

    assertThat(region.call("DetachVolume", "VolumeId", volume).first("status"))
        .isEqualTo("detaching");
    assertThat(region.status(volume)).isEqualTo("in-use");
    region.pass();
    assertThat(region.status(volume)).isEqualTo("available");
    assertThat(region.devices.present).isEmpty();
  }

  @Test
  void isBusyWhileTheDeviceIsOpenAlsoByForce() {
    String volume = region.attachedVolume(instance, "/dev/xvdaa");
    region.devices.openVolumes.add(volume);
    region.call("DetachVolume", "VolumeId", volume);
    region.pass();

    assertThat(region.attachmentStatus(volume)).isEqualTo("busy");
    assertThat(region.call("DetachVolume", "VolumeId", volume, "Force", "true").first("status"))
        .isEqualTo("busy");
    assertThat(region.call("DescribeInstances").text()).doesNotContain("busy");
    Refusal.check(
        region.refused(
            "AttachVolume", "VolumeId", volume, "InstanceId", instance, "Device", "/dev/xvdab"),
        400,
        "VolumeInUse",
        volume + " is already attached to an instance");
    region.devices.openVolumes.clear();
    region.pass(Duration.ofMillis(200));
    assertThat(region.status(volume)).isEqualTo("available");
  }

  @Test
  void busyEndsAlsoAfterARestart() {
    String volume = region.attachedVolume(instance, "/dev/xvdaa");
    region.devices.openVolumes.add(volume);
    region.call("DetachVolume", "VolumeId", volume);
    region.pass();
    region.restart();
    region.pass();
    assertThat(region.attachmentStatus(volume)).isEqualTo("busy");

    region.devices.openVolumes.clear();
    region.pass();

    assertThat(region.status(volume)).isEqualTo("available");
  }

  @Test
  void aDeviceThatIsLostComesBackAtTheNextStart() {
    region.attachedVolume(instance, "/dev/xvdaa");
    region.devices.present.clear();

    region.restart();
    region.pass(Duration.ZERO);

    assertThat(region.devices.present).hasSize(1);
  }

  @Test
  void refusesAVolumeOfAnotherZone() {
    String volume = region.availableVolume();
    String other = region.runningInstance("m5.large", "zone-b");

    Refusal.check(
        region.refused(
            "AttachVolume", "VolumeId", volume, "InstanceId", other, "Device", "/dev/xvdaa"),
        400,
        "InvalidVolume.ZoneMismatch",
        "The volume '%s' is not in the same availability zone as instance '%s'"
            .formatted(volume, other));
  }

  @Test
  void refusesAVolumeThatIsNotThereYet() {
    String volume = region.creatingVolume();

    Refusal.check(
        region.refused(
            "AttachVolume", "VolumeId", volume, "InstanceId", instance, "Device", "/dev/xvdaa"),
        400,
        "IncorrectState",
        "The volume '" + volume + "' is in the 'creating' state, it is not 'available'.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "banana",
        "/dev/xvdea",
        "/dev/xvddy",
        "/dev/sda16",
        "/dev/sdaa",
        "../xvda",
        "/dev/"
      })
  void refusesNamesThatAreNotDevices(String device) {
    String volume = region.availableVolume();

    Refusal.check(
        region.refused(
            "AttachVolume", "VolumeId", volume, "InstanceId", instance, "Device", device),
        400,
        "InvalidParameterValue",
        "Value (%s) for parameter device is invalid. %s is not a valid EBS device name."
            .formatted(device, device));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/dev/xvdaa", "/dev/xvddx", "/dev/xvdb", "/dev/sdz", "/dev/sda2", "xvdh", "sdf"})
  void takesNamesThatEc2Takes(String device) {
    String volume = region.attachedVolume(instance, device);

    assertThat(region.attachmentStatus(volume)).isEqualTo("attached");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/xvdu", "xvdu", "/dev/xvda"})
  void refusesNamesInUse(String device) {
    region.attachedVolume(instance, "/dev/xvdu");
    String second = region.availableVolume();

    Refusal.check(
        region.refused(
            "AttachVolume", "VolumeId", second, "InstanceId", instance, "Device", device),
        400,
        "InvalidParameterValue",
        "Invalid value '%s' for unixDevice. Attachment point %s is already in use"
            .formatted(device, device));
  }

  @Test
  void refusesMoreVolumesThanTheTypeTakes() {
    for (int i = 0; i < 26; i++) {
      region.attachedVolume(instance, "/dev/xvdb" + (char) ('a' + i));
    }
    String last = region.availableVolume();

    Refusal.check(
        region.refused(
            "AttachVolume", "VolumeId", last, "InstanceId", instance, "Device", "/dev/xvdaa"),
        400,
        "AttachmentLimitExceeded",
        "The maximum number of volumes attached to instance '%s' (m5.large) is 26 beside its root volume"
            .formatted(instance));
  }

  @Test
  void refusesWhatIsAbsent() {
    String volume = region.availableVolume();
    Refusal.check(
        region.refused(
            "AttachVolume",
            "VolumeId",
            "vol-0123456789abcdef0",
            "InstanceId",
            instance,
            "Device",
            "/dev/xvdaa"),
        400,
        "InvalidVolume.NotFound",
        "The volume 'vol-0123456789abcdef0' does not exist.");
    Refusal.check(
        region.refused(
            "AttachVolume",
            "VolumeId",
            volume,
            "InstanceId",
            "i-0123456789abcdef0",
            "Device",
            "/dev/xvdaa"),
        400,
        "InvalidInstanceID.NotFound",
        "The instance ID 'i-0123456789abcdef0' does not exist");
  }

  @Test
  void refusesWhatIsMalformed() {
    String volume = region.availableVolume();
    Refusal.check(
        region.refused(
            "AttachVolume", "VolumeId", volume, "InstanceId", "node-1", "Device", "/dev/xvdaa"),
        400,
        "InvalidInstanceID.Malformed",
        "Invalid id: \"node-1\"");
    Refusal.check(
        region.refused(
            "AttachVolume", "VolumeId", "disk", "InstanceId", instance, "Device", "/dev/xvdaa"),
        400,
        "InvalidParameterValue",
        "Value (disk) for parameter volumeId is invalid. Expected: 'vol-...'.");
    Refusal.check(
        region.refused(
            "AttachVolume", "VolumeId", "vol-x", "InstanceId", instance, "Device", "/dev/xvdaa"),
        400,
        "InvalidVolumeID.Malformed",
        "Invalid id: \"vol-x\"");
  }

  @Test
  void refusesToDetachWhatIsNotAttached() {
    String volume = region.availableVolume();
    Refusal.check(
        region.refused("DetachVolume", "VolumeId", volume),
        400,
        "IncorrectState",
        "Volume '" + volume + "' is in the 'available' state.");

    String attached = region.attachedVolume(instance, "/dev/xvdaa");
    String other = region.runningInstance();
    Refusal.check(
        region.refused("DetachVolume", "VolumeId", attached, "InstanceId", other),
        400,
        "InvalidAttachment.NotFound",
        "The volume '%s' is not attached to instance '%s'.".formatted(attached, other));
  }

  @Test
  void refusesToDeleteWhatIsAttached() {
    String volume = region.attachedVolume(instance, "/dev/xvdaa");

    Refusal.check(
        region.refused("DeleteVolume", "VolumeId", volume),
        400,
        "VolumeInUse",
        "Volume %s is currently attached to %s".formatted(volume, instance));
  }

  @Test
  void deletingEndsWithAVolumeThatDoesNotExist() {
    String volume = region.availableVolume();
    region.call("DeleteVolume", "VolumeId", volume);
    assertThat(region.status(volume)).isEqualTo("deleting");
    region.pass();

    Refusal.check(
        region.refused("DeleteVolume", "VolumeId", volume),
        400,
        "InvalidVolume.NotFound",
        "The volume '" + volume + "' does not exist.");
  }

  /** As with a loop device that somebody made read-only, which may last. */
  @Test
  void aDeviceThatCannotBeMadeAgainIsTriedEachSecondAndToldOnceForEachReason() {
    String volume = region.attachedVolume(instance, "/dev/xvdaa");
    region.devices.asked = 0;
    region.devices.broken = "loop7 is read-only";
    try (LogLines log = new LogLines("example.ebs.emulator.transition")) {
      region.restart();
      for (int i = 0; i < 10; i++) {
        region.pass(Duration.ofMillis(200));
      }
      assertThat(region.devices.asked).isEqualTo(2);
      assertThat(log.told()).singleElement().asString().contains("loop7 is read-only");

      region.devices.broken = "loop7 is gone";
      region.pass(Duration.ofSeconds(1));
      region.devices.broken = "";
      region.pass(Duration.ofSeconds(1));
      region.pass(Duration.ofSeconds(1));

      assertThat(region.devices.asked).isEqualTo(4);
      assertThat(log.told()).hasSize(2).last().asString().contains("loop7 is gone");
    }
    assertThat(region.devices.present).extracting(Placement::volumeId).contains(volume);
  }
}
