package example.ebs.controller.ec2;

import example.ebs.controller.volume.VolumeCloud;
import example.ebs.controller.volume.VolumeCloudContract;
import example.ebs.controller.volume.VolumeListing;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Ec2VolumesTest extends VolumeCloudContract {
  private final EmulatedEc2 emulated;
  private final VolumeCloud volumes;

  Ec2VolumesTest(@TempDir Path state) {
    emulated = new EmulatedEc2(state);
    volumes = emulated.ec2.volumes();
  }

  @AfterAll
  void stop() {
    emulated.close();
  }

  @Override
  protected VolumeCloud cloud() {
    return volumes;
  }

  @Override
  protected VolumeListing listing() {
    return emulated.ec2.listing();
  }

  @Override
  protected void attach(VolumeId volume) {
    String node = emulated.emulator.runInstance("us-east-1b", "m5.large");
    emulated.ec2.attachments().attach(volume, new NodeId(node), "/dev/xvdaa");
  }
}
