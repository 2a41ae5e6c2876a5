package example.ebs.controller.volume;

import example.ebs.csi.model.VolumeId;

final class InMemoryVolumesTest extends VolumeCloudContract {
  private final InMemoryVolumes volumes = new InMemoryVolumes();

  @Override
  protected VolumeCloud cloud() {
    return volumes;
  }

  @Override
  protected VolumeListing listing() {
    return volumes;
  }

  @Override
  protected void attach(VolumeId volume) {
    volumes.attach(volume, "i-0123456789abcdef0");
  }
}
