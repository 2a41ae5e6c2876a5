package example.ebs.controller;

import example.ebs.csi.model.ZoneTopology;
import example.ebs.proto.csi.CapacityRange;
import example.ebs.proto.csi.ControllerExpandVolumeRequest;
import example.ebs.proto.csi.ControllerModifyVolumeRequest;
import example.ebs.proto.csi.ControllerPublishVolumeRequest;
import example.ebs.proto.csi.ControllerUnpublishVolumeRequest;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.proto.csi.Topology;
import example.ebs.proto.csi.TopologyRequirement;
import example.ebs.proto.csi.ValidateVolumeCapabilitiesRequest;
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import java.util.Arrays;
import java.util.Map;

/** Requests that are right, for tests to spoil. */
public final class Requests {
  public static final long GIB = 1L << 30;

  private Requests() {}

  public static CreateVolumeRequest.Builder create(String name, long gibibytes) {
    return CreateVolumeRequest.newBuilder()
        .setName(name)
        .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(gibibytes * GIB))
        .addVolumeCapabilities(mount(Mode.SINGLE_NODE_WRITER))
        .setAccessibilityRequirements(
            TopologyRequirement.newBuilder().addRequisite(zone("us-east-1a")));
  }

  public static TopologyRequirement requisite(String... zones) {
    return TopologyRequirement.newBuilder()
        .addAllRequisite(Arrays.stream(zones).map(Requests::zone).toList())
        .build();
  }

  public static Topology zone(String name) {
    return Topology.newBuilder().putSegments(ZoneTopology.KEY, name).build();
  }

  public static VolumeCapability mount(Mode mode) {
    return mount(mode, "ext4");
  }

  public static VolumeCapability mount(Mode mode, String filesystem) {
    return VolumeCapability.newBuilder()
        .setMount(VolumeCapability.MountVolume.newBuilder().setFsType(filesystem))
        .setAccessMode(VolumeCapability.AccessMode.newBuilder().setMode(mode))
        .build();
  }

  public static VolumeCapability block(Mode mode) {
    return VolumeCapability.newBuilder()
        .setBlock(VolumeCapability.BlockVolume.getDefaultInstance())
        .setAccessMode(VolumeCapability.AccessMode.newBuilder().setMode(mode))
        .build();
  }

  public static DeleteVolumeRequest delete(String volume) {
    return DeleteVolumeRequest.newBuilder().setVolumeId(volume).build();
  }

  public static ControllerExpandVolumeRequest.Builder expand(String volume, long gibibytes) {
    return ControllerExpandVolumeRequest.newBuilder()
        .setVolumeId(volume)
        .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(gibibytes * GIB));
  }

  public static ControllerModifyVolumeRequest modify(
      String volume, Map<String, String> parameters) {
    return ControllerModifyVolumeRequest.newBuilder()
        .setVolumeId(volume)
        .putAllParametersMutable(parameters)
        .build();
  }

  public static ControllerPublishVolumeRequest.Builder publish(String volume, String node) {
    return ControllerPublishVolumeRequest.newBuilder()
        .setVolumeId(volume)
        .setNodeId(node)
        .setVolumeCapability(mount(Mode.SINGLE_NODE_WRITER));
  }

  public static ControllerUnpublishVolumeRequest unpublish(String volume, String node) {
    return ControllerUnpublishVolumeRequest.newBuilder()
        .setVolumeId(volume)
        .setNodeId(node)
        .build();
  }

  public static ValidateVolumeCapabilitiesRequest.Builder validate(
      String volume, VolumeCapability capability) {
    return ValidateVolumeCapabilitiesRequest.newBuilder()
        .setVolumeId(volume)
        .addVolumeCapabilities(capability);
  }
}
