package example.ebs.emulator.action;

import example.ebs.emulator.attachment.Attachment;
import example.ebs.emulator.tag.Tags;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.volume.VolumeSpecification;
import example.ebs.emulator.wire.XmlAnswer;
import example.ebs.emulator.zone.Zone;
import example.ebs.emulator.zone.Zones;

/** Volumes and attachments in answers. */
final class VolumeXml {
  private VolumeXml() {}

  static void write(XmlAnswer xml, Volume volume, Zones zones) {
    VolumeSpecification is = volume.specification();
    xml.text("volumeId", volume.id());
    xml.text("size", is.sizeGib());
    xml.text("snapshotId", is.source().snapshotId());
    xml.textIfAny("sourceVolumeId", is.source().volumeId());
    xml.text("availabilityZone", is.zone());
    zones.find(is.zone()).map(Zone::id).ifPresent(id -> xml.text("availabilityZoneId", id));
    xml.text("status", volume.status());
    xml.text("createTime", volume.created());
    xml.items("attachmentSet", volume.attachments(), (item, tie) -> write(item, volume.id(), tie));
    xml.text("volumeType", is.type().text());
    if (is.iops() > 0) {
      xml.text("iops", is.iops());
    }
    if (is.throughput() > 0) {
      xml.text("throughput", is.throughput());
    }
    xml.text("encrypted", is.encrypted());
    xml.textIfAny("kmsKeyId", is.kmsKeyId());
    xml.text("multiAttachEnabled", is.multiAttach());
    Tags.write(xml, volume.tags());
  }

  static void write(XmlAnswer xml, String volumeId, Attachment tie) {
    write(xml, volumeId, tie, tie.state().text());
  }

  static void write(XmlAnswer xml, String volumeId, Attachment tie, String status) {
    xml.text("volumeId", volumeId);
    xml.text("instanceId", tie.instanceId());
    xml.text("device", tie.device());
    xml.text("status", status);
    xml.text("attachTime", tie.since());
    xml.text("deleteOnTermination", tie.deletedWithInstance());
    xml.text("ebsCardIndex", 0);
  }
}
