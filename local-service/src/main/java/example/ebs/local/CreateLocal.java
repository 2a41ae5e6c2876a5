package example.ebs.local;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeCapability;
import example.ebs.csi.model.VolumeSize;
import example.ebs.csi.request.Capabilities;
import example.ebs.csi.request.RequestFields;
import example.ebs.local.model.DirectoryName;
import example.ebs.local.model.LocalClassParameters;
import example.ebs.local.model.LocalVolumeContext;
import example.ebs.local.model.LocalVolumeId;
import example.ebs.proto.csi.CapacityRange;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.Topology;
import java.util.List;

/** A validated CreateVolume of a local volume. */
record CreateLocal(
    LocalVolumeId id, LocalVolumeContext context, VolumeSize size, VolumeCapability capability) {
  private static final VolumeSize DEFAULT_SIZE = VolumeSize.ofGibibytes(1);
  private static final String PVC_NAME = "csi.storage.k8s.io/pvc/name";
  private static final String PVC_NAMESPACE = "csi.storage.k8s.io/pvc/namespace";

  static CreateLocal parse(CreateVolumeRequest request, LocalNodeConfig config) {
    RequestFields.required("name", request.getName());
    List<VolumeCapability> capabilities =
        Capabilities.parseAll("volume_capabilities", request.getVolumeCapabilitiesList());
    LocalClassParameters parameters = LocalClassParameters.parse(request.getParametersMap());
    requireHere(request, config);
    requirePlain(request);
    requireSupported(capabilities, parameters);
    VolumeSize size = size(request.getCapacityRange());
    return new CreateLocal(
        LocalVolumeId.ofVolume(request.getName()),
        parameters.context(directory(request), size),
        size,
        capabilities.getFirst());
  }

  private static DirectoryName directory(CreateVolumeRequest request) {
    String claim = request.getParametersOrDefault(PVC_NAME, "");
    String namespace = request.getParametersOrDefault(PVC_NAMESPACE, "");
    return claim.isEmpty() || namespace.isEmpty()
        ? DirectoryName.of(request.getName())
        : DirectoryName.of(namespace, claim, request.getName());
  }

  private static VolumeSize size(CapacityRange range) {
    long required = range.getRequiredBytes();
    long limit = range.getLimitBytes();
    if (required < 0 || limit < 0 || (limit > 0 && required > limit)) {
      throw new Failure.OutOfRange(
          "capacity_range is required_bytes %d, limit_bytes %d, which no size meets"
              .formatted(required, limit));
    }
    if (required > 0) {
      return new VolumeSize(required);
    }
    return limit > 0 && limit < DEFAULT_SIZE.bytes() ? new VolumeSize(limit) : DEFAULT_SIZE;
  }

  private static void requireHere(CreateVolumeRequest request, LocalNodeConfig config) {
    List<Topology> requisite = request.getAccessibilityRequirements().getRequisiteList();
    String key = config.driver().topologyKey();
    boolean here =
        requisite.stream()
            .anyMatch(each -> each.getSegmentsOrDefault(key, "").equals(config.node()));
    if (!requisite.isEmpty() && !here) {
      throw new Failure.LimitReached(
          "volume %s is wanted elsewhere, and this node, %s, makes volumes of its own only"
              .formatted(request.getName(), config.node()));
    }
  }

  private static void requirePlain(CreateVolumeRequest request) {
    if (request.hasVolumeContentSource() || request.getParametersMutableCount() > 0) {
      throw new Failure.InvalidRequest(
          "volume %s is wanted with a content source or mutable parameters, and local volumes have neither as yet"
              .formatted(request.getName()));
    }
  }

  private static void requireSupported(
      List<VolumeCapability> capabilities, LocalClassParameters parameters) {
    long kinds = capabilities.stream().map(each -> each.access().getClass()).distinct().count();
    if (kinds > 1) {
      throw new Failure.InvalidRequest(
          "a local volume is a directory or a raw device, and both were asked for");
    }
    for (VolumeCapability each : capabilities) {
      requireSupported(each, parameters);
    }
  }

  private static void requireSupported(
      VolumeCapability capability, LocalClassParameters parameters) {
    boolean many =
        switch (capability.mode()) {
          case MULTI_NODE_SINGLE_WRITER, MULTI_NODE_MULTI_WRITER -> true;
          case SINGLE_NODE_WRITER,
              SINGLE_NODE_READER_ONLY,
              SINGLE_NODE_SINGLE_WRITER,
              SINGLE_NODE_MULTI_WRITER,
              MULTI_NODE_READER_ONLY ->
              false;
        };
    if (many && !parameters.shared()) {
      throw new Failure.InvalidRequest(
          "access mode %s is for classes with shared: \"true\", whose volumes many pods of one node write to"
              .formatted(capability.mode()));
    }
  }
}
