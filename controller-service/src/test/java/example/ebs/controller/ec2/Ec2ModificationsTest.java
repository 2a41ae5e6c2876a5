package example.ebs.controller.ec2;

import example.ebs.controller.modification.ModificationCloud;
import example.ebs.controller.modification.ModificationCloudContract;
import example.ebs.controller.volume.VolumeCloud;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Ec2ModificationsTest extends ModificationCloudContract {
  private final EmulatedEc2 emulated;

  Ec2ModificationsTest(@TempDir Path state) {
    emulated = new EmulatedEc2(state);
  }

  @AfterAll
  void stop() {
    emulated.close();
  }

  @Override
  protected ModificationCloud cloud() {
    return emulated.ec2.modifications();
  }

  @Override
  protected VolumeCloud volumes() {
    return emulated.ec2.volumes();
  }

  /** The emulator's own time passes by itself. */
  @Override
  protected void letTimePass() {}
}
