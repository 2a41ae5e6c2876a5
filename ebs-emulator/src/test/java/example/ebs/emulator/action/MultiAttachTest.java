package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MultiAttachTest {
  private final TestRegion region = new TestRegion();
  private final String instance = region.runningInstance();

  @Test
  void aMultiAttachVolumeHasSeveralInstances() {
    String second = region.runningInstance();
    String volume =
        region.availableVolume("VolumeType", "io2", "Iops", "100", "MultiAttachEnabled", "true");
    region.attach(volume, instance, "/dev/xvdaa");
    region.attach(volume, second, "/dev/xvdbb");
    region.pass();
    assertThat(region.devices.present).hasSize(2);
    Refusal.check(
        region.refused("DetachVolume", "VolumeId", volume),
        400,
        "MissingParameter",
        "The request must contain the parameter InstanceId");

    region.devices.openVolumes.add(volume);
    region.call("DetachVolume", "VolumeId", volume, "InstanceId", instance);
    region.pass();
    assertThat(region.status(volume)).isEqualTo("in-use");
    assertThat(region.devices.present).hasSize(1);
    region.call("DetachVolume", "VolumeId", volume, "InstanceId", second);
    region.pass();
    assertThat(region.attachmentStatus(volume)).isEqualTo("busy");
  }

  @Test
  void multiAttachEndsAtSixteenInstances() {
    String volume =
        region.availableVolume("VolumeType", "io2", "Iops", "100", "MultiAttachEnabled", "true");
    region.attach(volume, instance, "/dev/xvdaa");
    for (int i = 1; i < 16; i++) {
      region.attach(volume, region.runningInstance(), "/dev/xvdaa");
    }

    Refusal.check(
        region.refused(
            "AttachVolume",
            "VolumeId",
            volume,
            "InstanceId",
            region.runningInstance(),
            "Device",
            "/dev/xvdaa"),
        400,
        "AttachmentLimitExceeded",
        volume + " is already attached to 16 instances");
  }
}
