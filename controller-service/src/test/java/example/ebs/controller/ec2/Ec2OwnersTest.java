package example.ebs.controller.ec2;

import example.ebs.controller.cluster.VolumeOwners;
import example.ebs.controller.cluster.VolumeOwnersContract;
import example.ebs.controller.volume.Creation;
import example.ebs.controller.volume.Encryption;
import example.ebs.controller.volume.NewVolume;
import example.ebs.controller.volume.VolumeSpecification;
import example.ebs.controller.volume.VolumeType;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.VolumeSize;
import example.ebs.csi.model.Zone;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Ec2OwnersTest extends VolumeOwnersContract {
  private final EmulatedEc2 emulated;

  Ec2OwnersTest(@TempDir Path state) {
    emulated = new EmulatedEc2(state);
  }

  @AfterAll
  void stop() {
    emulated.close();
  }

  @Override
  protected VolumeOwners owners() {
    return emulated.ec2.owners();
  }

  @Override
  protected VolumeId tagged(Map<String, String> tags) {
    try (Ec2 somebodyElse = emulated.open()) {
      return create(somebodyElse, tags);
    }
  }

  private static VolumeId create(Ec2 ec2, Map<String, String> tags) {
    NewVolume request =
        new NewVolume(
            UUID.randomUUID().toString(),
            new Zone("us-east-1a"),
            new VolumeSpecification(
                VolumeSize.ofGibibytes(1),
                new VolumeType.Gp3(3000, 125),
                new Encryption.AccountDefault(),
                false),
            tags);
    return ((Creation.Created) ec2.volumes().create(request)).volume().id();
  }
}
