package example.ebs.controller.volume;

import example.ebs.controller.capability.SupportedCapabilities;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeCapability;
import example.ebs.csi.model.VolumeSize;
import example.ebs.csi.model.Zone;
import example.ebs.csi.model.ZoneTopology;
import example.ebs.csi.request.Capabilities;
import example.ebs.csi.request.RequestFields;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.CreateVolumeResponse;
import example.ebs.proto.csi.ListVolumesResponse;
import example.ebs.proto.csi.Topology;
import example.ebs.proto.csi.TopologyRequirement;
import example.ebs.proto.csi.Volume;
import java.util.List;
import java.util.Optional;

/** Turns CreateVolume's request into a validated command, and volumes into responses; pure. */
public final class VolumeTranslator {
  private final VolumeTags tags;

  public VolumeTranslator(VolumeTags tags) {
    this.tags = tags;
  }

  /**
   * The command.
   *
   * @throws Failure.InvalidRequest when a field is missing or asks for what is not supported
   * @throws Failure.OutOfRange when no volume of the type has such a size
   */
  public CreateVolume command(CreateVolumeRequest request) {
    String name = RequestFields.required("name", request.getName());
    List<VolumeCapability> capabilities =
        Capabilities.parseAll("volume_capabilities", request.getVolumeCapabilitiesList());
    VolumeName.check(name);
    refuseUnsupported(request, capabilities);
    StorageClassParameters parameters =
        StorageClassParameters.parse(request.getParametersMap(), request.getParametersMutableMap());
    parameters.filesystem().ifPresent(filesystem -> refuseOther(filesystem, capabilities));
    CapacityRequest capacity = capacity(request);
    return new CreateVolume(
        name,
        capacity,
        specification(parameters, capacity, capabilities),
        zones(request),
        tags.of(name, parameters.tags()));
  }

  /** The response; says the volume's exact size and zone. */
  public CreateVolumeResponse response(EbsVolume volume) {
    return CreateVolumeResponse.newBuilder().setVolume(described(volume)).build();
  }

  /** A page of the list; says where each volume is attached, or on its way to or from. */
  public static ListVolumesResponse response(VolumePage page) {
    ListVolumesResponse.Builder response =
        ListVolumesResponse.newBuilder().setNextToken(page.next().orElse(""));
    for (EbsVolume volume : page.volumes()) {
      response
          .addEntriesBuilder()
          .setVolume(described(volume))
          .getStatusBuilder()
          .addAllPublishedNodeIds(volume.nodes().stream().map(NodeId::value).toList());
    }
    return response.build();
  }

  private static Volume described(EbsVolume volume) {
    return Volume.newBuilder()
        .setVolumeId(volume.id().value())
        .setCapacityBytes(volume.size().bytes())
        .addAccessibleTopology(
            Topology.newBuilder().putAllSegments(new ZoneTopology(volume.zone()).toMap()))
        .build();
  }

  private static void refuseUnsupported(
      CreateVolumeRequest request, List<VolumeCapability> capabilities) {
    SupportedCapabilities.creationObjection(capabilities)
        .ifPresent(
            objection -> {
              throw new Failure.InvalidRequest("volume_capabilities: " + objection);
            });
    if (request.hasVolumeContentSource()) {
      throw new Failure.InvalidRequest(
          "volume_content_source is not supported yet: this driver creates empty volumes only");
    }
  }

  /** The provisioner turns the class's filesystem into the capability's, so they are one. */
  private static void refuseOther(String filesystem, List<VolumeCapability> capabilities) {
    for (VolumeCapability capability : capabilities) {
      if (capability.access() instanceof VolumeCapability.Mount mount
          && !mount.filesystem().isEmpty()
          && !mount.filesystem().equals(filesystem)) {
        throw new Failure.InvalidRequest(
            "parameter csi.storage.k8s.io/fstype is %s, and the volume capability says %s; make them one"
                .formatted(filesystem, mount.filesystem()));
      }
    }
  }

  private static CapacityRequest capacity(CreateVolumeRequest request) {
    return request.hasCapacityRange()
        ? CapacityRequest.parse(
            request.getCapacityRange().getRequiredBytes(),
            request.getCapacityRange().getLimitBytes())
        : CapacityRequest.NONE;
  }

  private static VolumeSpecification specification(
      StorageClassParameters parameters,
      CapacityRequest capacity,
      List<VolumeCapability> capabilities) {
    VolumeLimits limits = parameters.performance().limits();
    boolean multiAttach = SupportedCapabilities.needMultiAttach(capabilities);
    if (multiAttach && limits != VolumeLimits.IO2) {
      throw new Failure.InvalidRequest(
          "access mode MULTI_NODE_MULTI_WRITER needs type io2, and the type is " + limits.type());
    }
    VolumeSize size = capacity.size(limits);
    return new VolumeSpecification(
        size,
        parameters.performance().forSize(size.gibibytes()),
        parameters.encryption(),
        multiAttach);
  }

  private static ZoneRequest zones(CreateVolumeRequest request) {
    if (!request.hasAccessibilityRequirements()) {
      return ZoneRequest.ANYWHERE;
    }
    TopologyRequirement requirement = request.getAccessibilityRequirements();
    ZoneRequest zones =
        new ZoneRequest(
            zones(requirement.getRequisiteList()), zones(requirement.getPreferredList()));
    if (ZoneChoice.choose(zones).isEmpty() && namesAnything(requirement)) {
      throw new Failure.InvalidRequest(
          "accessibility_requirements must name %s or %s, and no topology does"
              .formatted(ZoneTopology.KEY, ZoneTopology.EBS_KEY));
    }
    return zones;
  }

  private static boolean namesAnything(TopologyRequirement requirement) {
    return requirement.getRequisiteCount() + requirement.getPreferredCount() > 0;
  }

  private static List<Zone> zones(List<Topology> topologies) {
    return topologies.stream()
        .map(topology -> ZoneTopology.fromMap(topology.getSegmentsMap()))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }
}
