package example.ebs.controller.modification;

import example.ebs.controller.volume.CapacityRequest;
import example.ebs.controller.volume.ParameterValues;
import example.ebs.controller.volume.VolumeLimits;
import example.ebs.controller.volume.VolumeTags;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.request.RequestFields;
import example.ebs.proto.csi.ControllerExpandVolumeRequest;
import example.ebs.proto.csi.ControllerExpandVolumeResponse;
import example.ebs.proto.csi.ControllerModifyVolumeRequest;

/** Turns the requests into changes, and shapes into responses; pure. */
public final class ModificationTranslator {
  private final VolumeTags tags;

  public ModificationTranslator(VolumeTags tags) {
    this.tags = tags;
  }

  /**
   * The growth that is asked for.
   *
   * @throws Failure.InvalidRequest when a field is missing or makes no sense
   */
  public static VolumeChange change(ControllerExpandVolumeRequest request) {
    if (!request.hasCapacityRange()) {
      throw new Failure.InvalidRequest(
          "capacity_range is missing; say how large the volume shall be");
    }
    return VolumeChange.growth(
        CapacityRequest.parse(
            request.getCapacityRange().getRequiredBytes(),
            request.getCapacityRange().getLimitBytes()));
  }

  /**
   * The other class that is asked for.
   *
   * @throws Failure.InvalidRequest when a parameter is unknown, cannot be changed or makes no sense
   */
  public VolumeChange change(ControllerModifyVolumeRequest request) {
    ParameterValues values = ParameterValues.parseMutable(request.getParametersMutableMap());
    return VolumeChange.performance(
        new PerformanceChange(
            values.text(ParameterValues.TYPE).map(VolumeLimits::of),
            values.number(ParameterValues.IOPS),
            values.number(ParameterValues.IOPS_PER_GB),
            values.number(ParameterValues.THROUGHPUT)),
        tags.ofChange(values.tags()));
  }

  /**
   * The volume of a request.
   *
   * @throws Failure.InvalidRequest when there is none
   * @throws Failure.NotFound when EC2 cannot have given that id
   */
  public static VolumeId volume(String id) {
    return VolumeId.parse(RequestFields.required("volume_id", id))
        .orElseThrow(
            () ->
                new Failure.NotFound(
                    "volume %s does not exist in this account and region".formatted(id)));
  }

  /**
   * The response; a filesystem has to be grown by the node, a raw device shows its size by itself.
   */
  public static ControllerExpandVolumeResponse response(
      ControllerExpandVolumeRequest request, VolumeShape shape) {
    return ControllerExpandVolumeResponse.newBuilder()
        .setCapacityBytes(shape.size().bytes())
        .setNodeExpansionRequired(!request.getVolumeCapability().hasBlock())
        .build();
  }
}
