package example.ebs.emulator.action;

import example.ebs.emulator.attachment.DeviceNames;
import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.state.State;
import example.ebs.emulator.volume.VolumeSpecification;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.zone.Zone;
import example.ebs.emulator.zone.Zones;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A volume that an instance is launched with: one of its BlockDeviceMappings.
 *
 * @param deletedWithInstance the mapping's DeleteOnTermination, which is true where it is not given
 */
record LaunchDevice(String device, VolumeSpecification specification, boolean deletedWithInstance) {
  /** What images call the device of the root volume, which is no volume of its own here. */
  private static final Set<String> ROOT = Set.of(Instance.ROOT_DEVICE, "/dev/sda1");

  static List<LaunchDevice> parse(Turn turn, Zone zone, Zones zones) {
    List<LaunchDevice> devices = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (QueryParameters mapping : turn.request().structures("BlockDeviceMapping")) {
      String name = mapping.required("DeviceName");
      boolean left =
          mapping.text("NoDevice").isPresent() || mapping.text("VirtualName").isPresent();
      if (left || ROOT.contains(name)) {
        // An image's device left out, a local disk, which is there by itself, or the root volume.
        mapping.ignore("Ebs");
      } else {
        DeviceNames.refuseIfUsed(DeviceNames.checked(name), names);
        names.add(name);
        devices.add(parse(mapping, name, zone, zones, turn.state()));
      }
    }
    return devices;
  }

  private static LaunchDevice parse(
      QueryParameters mapping, String name, Zone zone, Zones zones, State state) {
    QueryParameters volume = mapping.structure("Ebs");
    if (volume.number("EbsCardIndex").orElse(0) != 0) {
      throw Ec2Failure.invalidValue(
          "The parameter ebsCardIndex of %s is invalid. The instance has one card."
              .formatted(name));
    }
    boolean deleted =
        volume.text("DeleteOnTermination").isEmpty() || volume.flag("DeleteOnTermination");
    return new LaunchDevice(
        name, VolumeOrder.specification(volume, "VolumeSize", zone.name(), zones, state), deleted);
  }
}
