package example.ebs.controller.modification;

import example.ebs.controller.MovingTime;
import example.ebs.controller.volume.InMemoryVolumes;
import example.ebs.controller.volume.VolumeCloud;

final class InMemoryModificationsTest extends ModificationCloudContract {
  private final MovingTime time = new MovingTime();
  private final InMemoryVolumes volumes = new InMemoryVolumes();
  private final InMemoryModifications modifications = new InMemoryModifications(volumes, time);

  @Override
  protected ModificationCloud cloud() {
    return modifications;
  }

  @Override
  protected VolumeCloud volumes() {
    return volumes;
  }

  @Override
  protected void letTimePass() {
    time.pass(InMemoryModifications.UNTIL_OPTIMIZING);
  }
}
