package example.ebs.emulator.action;

import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.instance.InstanceState;
import example.ebs.emulator.state.State;
import example.ebs.emulator.tag.Tags;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.wire.XmlAnswer;
import java.time.Instant;
import java.util.List;

/** Instances in answers. */
final class InstanceXml {
  static final String OWNER = "123456789012";
  static final String ARCHITECTURE = "x86_64";
  static final String HYPERVISOR = "xen";
  static final String VIRTUALIZATION = "hvm";
  static final String TENANCY = "default";
  static final String ROOT_TYPE = "ebs";
  static final String ROOT_STATUS = "attached";

  private InstanceXml() {}

  /** One reservation, as RunInstances answers it. */
  static void writeReservation(
      XmlAnswer xml, String reservationId, List<Instance> instances, State state) {
    xml.text("reservationId", reservationId);
    xml.text("ownerId", OWNER);
    xml.group("groupSet", _ -> {});
    xml.items("instancesSet", instances, (item, instance) -> write(item, instance, state));
  }

  private static void write(XmlAnswer xml, Instance instance, State state) {
    xml.text("instanceId", instance.id());
    xml.text("imageId", instance.imageId());
    xml.group("instanceState", is -> writeState(is, instance.state()));
    xml.text("instanceType", instance.type().text());
    xml.text("launchTime", instance.launched());
    xml.group(
        "placement",
        place -> {
          place.text("availabilityZone", instance.zone());
          place.text("tenancy", TENANCY);
        });
    xml.text("architecture", ARCHITECTURE);
    xml.text("hypervisor", HYPERVISOR);
    xml.text("virtualizationType", VIRTUALIZATION);
    xml.text("rootDeviceType", ROOT_TYPE);
    xml.text("rootDeviceName", Instance.ROOT_DEVICE);
    xml.group("blockDeviceMapping", devices -> writeDevices(devices, instance, state));
    Tags.write(xml, instance.tags());
    xml.items(
        "networkInterfaceSet",
        instance.state().over() ? List.of() : List.of(instance.id().replace("i-", "eni-")),
        (item, id) -> item.text("networkInterfaceId", id));
  }

  private static void writeState(XmlAnswer xml, InstanceState state) {
    xml.text("code", state.code());
    xml.text("name", state.text());
  }

  private static void writeDevices(XmlAnswer xml, Instance instance, State state) {
    if (!instance.state().over()) {
      xml.group("item", root -> writeRoot(root, instance));
    }
    for (Volume volume : state.attachedTo(instance.id())) {
      volume
          .attachmentTo(instance.id())
          .ifPresent(
              tie ->
                  xml.group(
                      "item",
                      item -> {
                        item.text("deviceName", tie.device());
                        item.group(
                            "ebs",
                            ebs ->
                                writeEbs(
                                    ebs,
                                    volume.id(),
                                    tie.state().textOfInstance(),
                                    tie.since(),
                                    tie.deletedWithInstance()));
                      }));
    }
  }

  private static void writeRoot(XmlAnswer xml, Instance instance) {
    xml.text("deviceName", Instance.ROOT_DEVICE);
    xml.group(
        "ebs",
        ebs -> writeEbs(ebs, instance.rootVolumeId(), ROOT_STATUS, instance.launched(), true));
  }

  private static void writeEbs(
      XmlAnswer xml, String volumeId, String status, Instant since, boolean deletedWithInstance) {
    xml.text("volumeId", volumeId);
    xml.text("status", status);
    xml.text("attachTime", since);
    xml.text("deleteOnTermination", deletedWithInstance);
  }

  /** One item of the answer to StopInstances and its like. */
  static void writeChange(XmlAnswer xml, Instance before, Instance after) {
    xml.text("instanceId", after.id());
    xml.group("currentState", is -> writeState(is, after.state()));
    xml.group("previousState", is -> writeState(is, before.state()));
  }
}
