package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.emulator.attachment.Attachment;
import example.ebs.emulator.attachment.AttachmentState;
import example.ebs.emulator.device.Placement;
import example.ebs.emulator.state.State;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.volume.VolumeStage;
import example.ebs.emulator.wire.Ec2Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class RegionProperties {
  private static final List<String> DEVICES = List.of("/dev/xvdaa", "xvdaa", "/dev/xvdab");

  /** What to do, with which of the volumes, instances and devices. */
  record Step(int action, int volume, int instance, int device) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> action = Arbitraries.integers().between(0, 11);
    Arbitrary<Integer> which = Arbitraries.integers().between(0, 3);
    return Combinators.combine(action, which, which, which).as(Step::new).list().ofMaxSize(60);
  }

  @Property(tries = 300)
  void nothingThatIsAskedForBreaksWhatMustHold(@ForAll("steps") List<Step> steps) {
    TestRegion region = new TestRegion();
    List<String> instances =
        List.of(
            region.runningInstance(),
            region.runningInstance(),
            region.runningInstance("m5.large", "zone-b"));
    List<String> volumes = new ArrayList<>(List.of(region.creatingVolume()));
    for (Step step : steps) {
      String volume = volumes.get(step.volume() % volumes.size());
      String instance = instances.get(step.instance() % instances.size());
      String device = DEVICES.get(step.device() % DEVICES.size());
      try {
        perform(region, step.action(), volumes, volume, instance, device);
      } catch (Ec2Failure refused) {
        assertThat(refused.status()).isEqualTo(400);
      }
      checkState(region.state());
      checkDevices(region);
    }
  }

  private static void perform(
      TestRegion region,
      int action,
      List<String> volumes,
      String volume,
      String instance,
      String device) {
    switch (action) {
      case 0 -> volumes.add(region.creatingVolume());
      case 1, 2 -> region.attach(volume, instance, device);
      case 3 -> region.call("DetachVolume", "VolumeId", volume);
      case 4 -> region.call("DeleteVolume", "VolumeId", volume);
      case 5 -> region.devices.openVolumes.add(volume);
      case 6 -> region.devices.openVolumes.remove(volume);
      case 7 -> region.call("StopInstances", "InstanceId.1", instance);
      case 8 -> region.call("StartInstances", "InstanceId.1", instance);
      case 9 -> region.restart();
      default -> region.pass(action == 10 ? TestRegion.OPERATION : Duration.ofSeconds(3));
    }
  }

  private static void checkState(State state) {
    Set<String> names = new HashSet<>();
    for (Volume volume : state.volumes().values()) {
      assertThat(volume.status().equals("in-use")).isEqualTo(!volume.attachments().isEmpty());
      assertThat(volume.attachments()).hasSizeLessThanOrEqualTo(1);
      if (volume.stage() == VolumeStage.DELETING) {
        assertThat(volume.attachments()).isEmpty();
      }
      for (Attachment tie : volume.attachments()) {
        assertThat(state.instance(tie.instanceId()).zone()).isEqualTo(volume.zone());
        String name = tie.instanceId() + tie.device().replace("/dev/", "");
        assertThat(names.add(name)).describedAs(name + " once").isTrue();
      }
    }
  }

  /** A device belongs to an attachment; one that is open never goes. */
  private static void checkDevices(TestRegion region) {
    State state = region.state();
    for (Placement device : region.devices.present) {
      assertThat(state.volume(device.volumeId()).attachmentTo(device.instanceId())).isPresent();
    }
    for (Volume volume : state.volumes().values()) {
      for (Attachment tie : volume.attachments()) {
        boolean busy = tie.state() == AttachmentState.BUSY;
        if (busy) {
          Placement device = new Placement(volume.id(), tie.instanceId(), tie.device());
          assertThat(region.devices.present).contains(device);
        }
      }
    }
  }
}
