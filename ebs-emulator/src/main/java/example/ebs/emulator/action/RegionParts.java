package example.ebs.emulator.action;

import example.ebs.emulator.device.BlockDevices;
import example.ebs.emulator.device.ContentCopies;
import example.ebs.emulator.device.VolumeFiles;
import example.ebs.emulator.fault.Faults;
import example.ebs.emulator.time.Delays;
import example.ebs.emulator.zone.Zones;
import java.util.Map;

/** What the actions of a region work with, and the table of them. */
public record RegionParts(
    Zones zones,
    VolumeFiles files,
    ContentCopies copies,
    BlockDevices devices,
    Delays delays,
    Faults faults) {

  Map<String, Action> actions() {
    return Map.ofEntries(
        Map.entry("CreateVolume", new CreateVolume(zones, maker())),
        Map.entry("DeleteVolume", new DeleteVolume(delays)),
        Map.entry("DescribeVolumes", new DescribeVolumes(zones)),
        Map.entry("ModifyVolume", new ModifyVolume(delays)),
        Map.entry("DescribeVolumesModifications", new DescribeVolumesModifications()),
        Map.entry("CreateSnapshot", new CreateSnapshot(copies, delays)),
        Map.entry("DeleteSnapshot", new DeleteSnapshot()),
        Map.entry("DescribeSnapshots", new DescribeSnapshots()),
        Map.entry("CopyVolumes", new CopyVolumes(zones, maker())),
        Map.entry("LockSnapshot", new LockSnapshot()),
        Map.entry("EnableFastSnapshotRestores", new FastRestoreChange(true, zones, delays)),
        Map.entry("DisableFastSnapshotRestores", new FastRestoreChange(false, zones, delays)),
        Map.entry("DescribeFastSnapshotRestores", new DescribeFastSnapshotRestores(zones)),
        Map.entry("AttachVolume", new AttachVolume(delays)),
        Map.entry("DetachVolume", new DetachVolume(delays)),
        Map.entry("RunInstances", runInstances()),
        Map.entry("DescribeInstances", new DescribeInstances(zones)),
        Map.entry("StopInstances", new InstanceChange(InstanceChange.Kind.STOP, delays)),
        Map.entry("StartInstances", new InstanceChange(InstanceChange.Kind.START, delays)),
        Map.entry("TerminateInstances", new InstanceChange(InstanceChange.Kind.TERMINATE, delays)),
        Map.entry("DescribeAvailabilityZones", new DescribeAvailabilityZones(zones)),
        Map.entry("DescribeInstanceTypes", new DescribeInstanceTypes()),
        Map.entry("CreateTags", Tagging::create),
        Map.entry("DeleteTags", Tagging::delete));
  }

  RunInstances runInstances() {
    return new RunInstances(zones, delays, maker());
  }

  private VolumeMaker maker() {
    return new VolumeMaker(files, copies, delays, faults);
  }
}
