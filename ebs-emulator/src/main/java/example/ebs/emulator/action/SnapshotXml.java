package example.ebs.emulator.action;

import example.ebs.emulator.snapshot.SnapshotStage;
import example.ebs.emulator.snapshot.VolumeSnapshot;
import example.ebs.emulator.tag.Tags;
import example.ebs.emulator.wire.XmlAnswer;
import java.time.Instant;

/** Snapshots in answers. */
final class SnapshotXml {
  private SnapshotXml() {}

  static void write(XmlAnswer xml, VolumeSnapshot snapshot, Instant now) {
    xml.text("snapshotId", snapshot.id());
    xml.text("volumeId", snapshot.volumeId());
    xml.text("status", snapshot.status());
    xml.text("startTime", snapshot.started());
    xml.text("progress", snapshot.progress(now));
    xml.text("ownerId", InstanceXml.OWNER);
    xml.text("volumeSize", snapshot.sizeGib());
    xml.text("description", snapshot.description());
    xml.text("encrypted", snapshot.encrypted());
    xml.textIfAny("kmsKeyId", snapshot.kmsKeyId());
    xml.text("storageTier", "standard");
    if (snapshot.stage() == SnapshotStage.COMPLETED) {
      xml.text("completionTime", snapshot.due());
    }
    Tags.write(xml, snapshot.tags());
  }
}
