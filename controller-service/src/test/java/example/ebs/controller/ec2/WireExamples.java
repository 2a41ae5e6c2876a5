package example.ebs.controller.ec2;

import example.ebs.controller.volume.Encryption;
import example.ebs.controller.volume.NewVolume;
import example.ebs.controller.volume.VolumeSpecification;
import example.ebs.controller.volume.VolumeType;
import example.ebs.csi.model.VolumeSize;
import example.ebs.csi.model.Zone;
import java.util.Map;

/** One volume as it is asked for and as EC2 describes it. */
final class WireExamples {
  private WireExamples() {}

  static NewVolume request() {
    return new NewVolume(
        "token",
        new Zone("us-east-1a"),
        new VolumeSpecification(
            VolumeSize.ofGibibytes(10),
            new VolumeType.Gp3(3000, 125),
            new Encryption.Key("k-1"),
            false),
        Map.of("CSIVolumeName", "pvc-1"));
  }

  static String created(String state) {
    return "<CreateVolumeResponse>" + volume(state) + "</CreateVolumeResponse>";
  }

  static String volume(String state) {
    return "<volumeId>vol-00000000000000aaa</volumeId><size>10</size><status>"
        + state
        + "</status><availabilityZone>us-east-1a</availabilityZone><volumeType>gp3</volumeType>";
  }
}
