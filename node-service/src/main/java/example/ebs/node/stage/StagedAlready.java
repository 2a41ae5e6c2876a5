package example.ebs.node.stage;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.mount.MountEntry;
import example.ebs.linux.mount.MountFlags;
import example.ebs.node.device.VolumeDevices;

/** Something is mounted at the staging path already: is it what was asked for? */
record StagedAlready(StageVolume request, StageVolume.Mount asked, MountEntry found) {

  /**
   * Returns if it is.
   *
   * <p>Options that only the filesystem knows are not compared, because the kernel does not show
   * them as they were given.
   *
   * @throws Failure.AlreadyExists if not (CSI 1.13, NodeStageVolume: "Volume is already staged but
   *     is incompatible")
   */
  void confirm(VolumeDevices devices) {
    if (!found.isWhole() || !devices.proves(request.volume(), found.device())) {
      throw differs("another device (" + found.device() + ", " + found.type() + ")");
    }
    boolean otherType =
        asked.filesystem().filter(type -> !type.kernelName().equals(found.type())).isPresent();
    if (otherType) {
      throw differs("the filesystem " + found.type());
    }
    MountFlags flags = asked.options().set();
    if (!flags.ofMount().equals(found.flags())
        || !flags.ofFilesystem().equals(found.filesystemFlags().ofFilesystem())) {
      throw differs("other mount options (not shown)");
    }
  }

  private Failure differs(String what) {
    return new Failure.AlreadyExists(
        "cannot stage volume %s at %s: %s is mounted there; unstage that first"
            .formatted(request.volume(), request.staging(), what));
  }
}
