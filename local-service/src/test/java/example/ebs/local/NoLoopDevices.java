package example.ebs.local;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.loop.Access;
import example.ebs.linux.loop.LoopDevice;
import example.ebs.linux.loop.LoopDevices;
import example.ebs.linux.system.Descriptor;
import java.util.List;

/** A machine without loop devices. */
record NoLoopDevices() implements LoopDevices {
  @Override
  public LoopDevice attach(Descriptor file, Access access) {
    throw new Failure.PreconditionFailed("this machine has no loop devices");
  }

  @Override
  public List<LoopDevice> of(Descriptor file) {
    return List.of();
  }

  @Override
  public void detach(LoopDevice device) {}
}
