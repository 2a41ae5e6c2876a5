package example.ebs.emulator.action;

import example.ebs.emulator.modification.Modification;
import example.ebs.emulator.volume.VolumeSpecification;
import example.ebs.emulator.wire.XmlAnswer;
import java.time.Instant;

/** Modifications in answers. */
final class ModificationXml {
  private ModificationXml() {}

  static void write(XmlAnswer xml, Modification modification, Instant now) {
    xml.text("volumeId", modification.volumeId());
    xml.text("modificationState", modification.state().text());
    xml.textIfAny("statusMessage", modification.message());
    write(xml, "target", modification.target());
    write(xml, "original", modification.original());
    xml.text("progress", modification.progress(now));
    xml.text("startTime", modification.started());
    if (modification.state().over()) {
      xml.text("endTime", modification.ended());
    }
  }

  private static void write(XmlAnswer xml, String which, VolumeSpecification is) {
    xml.text(which + "Size", is.sizeGib());
    if (is.iops() > 0) {
      xml.text(which + "Iops", is.iops());
    }
    xml.text(which + "VolumeType", is.type().text());
    if (is.throughput() > 0) {
      xml.text(which + "Throughput", is.throughput());
    }
    xml.text(which + "MultiAttachEnabled", is.multiAttach());
  }
}
