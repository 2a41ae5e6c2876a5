package example.ebs.controller.ec2;

import example.ebs.controller.attachment.AttachmentCloud;
import example.ebs.controller.attachment.AttachmentCloudContract;
import example.ebs.controller.volume.Creation;
import example.ebs.controller.volume.Encryption;
import example.ebs.controller.volume.NewVolume;
import example.ebs.controller.volume.VolumeSpecification;
import example.ebs.controller.volume.VolumeState;
import example.ebs.controller.volume.VolumeType;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.VolumeSize;
import example.ebs.csi.model.Zone;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Ec2AttachmentsTest extends AttachmentCloudContract {
  private final EmulatedEc2 emulated;

  Ec2AttachmentsTest(@TempDir Path state) {
    emulated = new EmulatedEc2(state);
  }

  @AfterAll
  void stop() {
    emulated.close();
  }

  @Override
  protected AttachmentCloud cloud() {
    return emulated.ec2.attachments();
  }

  @Override
  protected VolumeId newVolume(String zone) {
    NewVolume request =
        new NewVolume(
            UUID.randomUUID().toString(),
            new Zone(zone),
            new VolumeSpecification(
                VolumeSize.ofGibibytes(1),
                new VolumeType.Gp3(3000, 125),
                new Encryption.AccountDefault(),
                false),
            Map.of());
    VolumeId id = ((Creation.Created) emulated.ec2.volumes().create(request)).volume().id();
    while (emulated.ec2.volumes().find(Set.of(id)).values().stream()
        .noneMatch(found -> found.state() == VolumeState.AVAILABLE)) {
      Thread.onSpinWait();
    }
    return id;
  }

  @Override
  protected NodeId newNode(String zone) {
    return new NodeId(emulated.emulator.runInstance(zone, "m5.large"));
  }
}
