package example.ebs.node.stage;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.linux.device.Device;
import example.ebs.linux.device.DeviceNodes;
import example.ebs.linux.device.WriteProtection;
import example.ebs.linux.filesystem.Filesystems;
import example.ebs.linux.filesystem.VolumeDevice;
import example.ebs.linux.mount.FilesystemMount;
import example.ebs.linux.mount.MountEntry;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.path.Place;
import example.ebs.linux.path.TargetPath;
import example.ebs.linux.path.Targets;
import example.ebs.linux.system.Descriptor;
import example.ebs.node.device.VolumeDevices;
import example.ebs.node.use.VolumeMounts;
import example.ebs.node.use.VolumeUses;
import java.util.Optional;

/**
 * Mounts a volume's filesystem once on this node, and makes it first on a blank volume.
 *
 * <p>Keeps no record: what is staged is what the mount table shows, so a call after a crash sees
 * what the last one reached. The caller holds a lock on the volume.
 */
public final class VolumeStager {
  private final VolumeDevices devices;
  private final FilesystemPreparer preparer;
  private final Mounter mounter;
  private final Targets targets;
  private final VolumeUses uses;
  private final VolumeMounts volumeMounts;
  private final WriteProtection protection;

  public VolumeStager(
      VolumeDevices devices,
      Filesystems filesystems,
      Mounter mounter,
      Targets targets,
      WriteProtection protection) {
    this.devices = devices;
    this.preparer = new FilesystemPreparer(filesystems);
    this.mounter = mounter;
    this.targets = targets;
    this.uses = new VolumeUses(devices, mounter);
    this.protection = protection;
    this.volumeMounts = new VolumeMounts(devices, mounter, targets);
  }

  /** Stages the volume; done already is done. */
  public void stage(StageVolume request) {
    switch (request.kind()) {
      case StageVolume.Block _ -> stageBlock(request);
      case StageVolume.Mount mount -> stage(request, mount);
    }
  }

  /**
   * Unmounts the volume that is staged there; nothing there is done already.
   *
   * @throws Failure.InUse while the volume is published; what comes next is that it is detached
   */
  public void unstage(VolumeId volume, TargetPath staging) {
    Optional<Descriptor> found = targets.parent(staging);
    if (found.isEmpty()) {
      uses.requireUnpublished(volume, staging);
      return;
    }
    try (Descriptor parent = found.get()) {
      unstage(volume, staging, parent);
    }
    devices.release(volume);
  }

  private void unstage(VolumeId volume, TargetPath staging, Descriptor parent) {
    targets.requireNoLink(staging, parent);
    var _ = volumeMounts.isThere(volume, staging, parent);
    uses.requireUnpublished(volume, staging);
    volumeMounts.unmount(volume, staging, parent);
  }

  /** Nothing is mounted for a raw device; CSI 1.13, "already staged but is incompatible". */
  private void stageBlock(StageVolume request) {
    requireNoLinks(request.staging());
    if (mounter.mounts().top(request.staging().path()).isPresent()) {
      throw new Failure.AlreadyExists(
          "cannot stage volume %s at %s as a raw device: a filesystem is mounted there; unstage that first"
              .formatted(request.volume(), request.staging()));
    }
    var _ = devices.find(request.volume(), request.deviceHint());
    uses.requireRawPossible(request.volume(), "volume " + request.volume());
  }

  private void requireNoLinks(TargetPath staging) {
    Optional<Descriptor> found = targets.parent(staging);
    if (found.isPresent()) {
      try (Descriptor parent = found.get()) {
        targets.requireNoLink(staging, parent);
      }
    }
  }

  private void stage(StageVolume request, StageVolume.Mount mount) {
    Optional<MountEntry> there = mounter.mounts().top(request.staging().path());
    if (there.isPresent()) {
      new StagedAlready(request, mount, there.get()).confirm(devices);
      uses.requireStaging(request.volume(), request.staging(), there.get());
      return;
    }
    Device device = devices.find(request.volume(), request.deviceHint());
    uses.requireUnused(request.volume(), request.staging());
    try (DeviceNodes.Opened _ = devices.hold(request.volume(), device)) {
      mount(request, mount, protection.restored(device));
    }
  }

  private void mount(StageVolume request, StageVolume.Mount mount, Device device) {
    VolumeDevice volume = new VolumeDevice(device, request.volume().toString());
    FilesystemMount prepared = preparer.prepare(request, mount, volume);
    try (Place place = targets.directory(request.staging());
        WriteProtection.Held _ = mount.isReadOnly() ? protection.protect(device) : () -> {}) {
      mounter.mount(prepared, place);
    }
  }
}
