package example.ebs.emulator.action;

import example.ebs.emulator.state.State;
import example.ebs.emulator.tag.Tags;
import example.ebs.emulator.volume.KmsKey;
import example.ebs.emulator.volume.VolumeLimits;
import example.ebs.emulator.volume.VolumeSpecification;
import example.ebs.emulator.volume.VolumeType;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.zone.Zone;
import example.ebs.emulator.zone.Zones;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a CreateVolume request asks for, checked. */
record VolumeOrder(VolumeSpecification specification, Map<String, String> tags) {

  static VolumeOrder parse(Turn turn, Zones zones) {
    QueryParameters request = turn.request();
    String zone = zone(request, zones).name();
    return new VolumeOrder(
        specification(request, "Size", zone, zones, turn.state()),
        Tags.specified(request, "volume", List.of()));
  }

  /**
   * What a volume is to be, wherever a request says so.
   *
   * @param sizeName what the size is called there
   */
  static VolumeSpecification specification(
      QueryParameters request, String sizeName, String zone, Zones zones, State state) {
    refuseOutposts(request);
    return specification(request, sizeName, zone, zones, SourceOrder.parse(request, state));
  }

  /** The same for a source that the request names in another way. */
  static VolumeSpecification specification(
      QueryParameters request, String sizeName, String zone, Zones zones, SourceOrder source) {
    VolumeType type = VolumeType.named(request.text("VolumeType").orElse("gp2"));
    int size = source.size(request.number(sizeName));
    VolumeLimits.checkSize(type, size);
    int iops = VolumeLimits.iops(type, size, request.number("Iops"));
    int throughput = VolumeLimits.throughput(type, iops, request.number("Throughput"));
    boolean multiAttach = request.flag("MultiAttachEnabled");
    VolumeLimits.checkMultiAttach(type, multiAttach);
    boolean encrypted = request.flag("Encrypted") || source.encrypted();
    String key = key(request, encrypted, zones.region(), source.kmsKeyId());
    return new VolumeSpecification(
        zone, size, type, iops, throughput, encrypted, key, multiAttach, source.source());
  }

  private static void refuseOutposts(QueryParameters request) {
    request
        .text("OutpostArn")
        .ifPresent(
            arn -> {
              throw Ec2Failure.client(
                  "UnsupportedOperation", "There is no outpost '" + arn + "' in this region.");
            });
  }

  private static Zone zone(QueryParameters request, Zones zones) {
    Optional<String> name = request.text("AvailabilityZone");
    Optional<String> id = request.text("AvailabilityZoneId");
    if (name.isPresent() && id.isPresent()) {
      throw Ec2Failure.invalidCombination(
          "The parameters availabilityZone and availabilityZoneId cannot be used together");
    }
    return id.map(zones::byId)
        .or(() -> name.map(zones::byName))
        .orElseThrow(() -> Ec2Failure.missing("zone"));
  }

  /** What comes from something encrypted has its key, unless another is asked for. */
  private static String key(
      QueryParameters request, boolean encrypted, String region, String inherited) {
    Optional<String> key = request.text("KmsKeyId");
    if (key.isPresent() && !encrypted) {
      throw Ec2Failure.client(
          "InvalidParameterDependency",
          "The parameter KmsKeyId requires the parameter Encrypted to be set.");
    }
    if (key.isEmpty() && !inherited.isEmpty()) {
      return inherited;
    }
    return encrypted ? KmsKey.arn(region, InstanceXml.OWNER, key.orElse("")) : "";
  }
}
