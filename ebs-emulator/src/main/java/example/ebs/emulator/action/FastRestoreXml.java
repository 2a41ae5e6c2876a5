package example.ebs.emulator.action;

import example.ebs.emulator.snapshot.FastRestore;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.XmlAnswer;
import example.ebs.emulator.zone.Zone;
import example.ebs.emulator.zone.Zones;

/** Fast snapshot restores in answers. */
final class FastRestoreXml {
  private FastRestoreXml() {}

  static void write(
      XmlAnswer xml, String snapshotId, FastRestore restore, String state, Zones zones) {
    xml.text("snapshotId", snapshotId);
    xml.text("availabilityZone", restore.zone());
    zones.find(restore.zone()).map(Zone::id).ifPresent(id -> xml.text("availabilityZoneId", id));
    xml.text("state", state);
    xml.text("stateTransitionReason", "Client.UserInitiated");
    xml.text("ownerId", InstanceXml.OWNER);
    xml.text("enablingTime", restore.enabling());
    if (!state.equals("enabling")) {
      xml.text("optimizingTime", restore.optimizing());
    }
    if (state.equals("enabled")) {
      xml.text("enabledTime", restore.enabled());
    }
  }

  static void error(XmlAnswer xml, Zone zone, Ec2Failure why) {
    xml.text("availabilityZone", zone.name());
    xml.text("availabilityZoneId", zone.id());
    xml.group(
        "error",
        error -> {
          error.text("code", why.code());
          error.text("message", why.message());
        });
  }
}
