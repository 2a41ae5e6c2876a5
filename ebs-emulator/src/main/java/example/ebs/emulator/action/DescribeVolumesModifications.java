package example.ebs.emulator.action;

import example.ebs.emulator.listing.Attributes;
import example.ebs.emulator.listing.Ec2Filters;
import example.ebs.emulator.listing.Page;
import example.ebs.emulator.modification.Modification;
import example.ebs.emulator.state.State;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.volume.VolumeSpecification;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.ResourceIds;
import example.ebs.emulator.wire.Values;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** DescribeVolumesModifications: of each volume the latest. */
final class DescribeVolumesModifications implements Action {
  private static final int LARGEST_PAGE = 500;
  private static final Attributes<Modification> ATTRIBUTES =
      new Attributes<>(named(), Optional.empty(), Ec2Filters.MODIFICATIONS);

  @Override
  public Effect prepare(Turn turn) {
    QueryParameters request = turn.request();
    request.flag("IncludeManagedResources");
    List<String> ids = request.list("VolumeId").stream().map(ResourceIds::volume).toList();
    Collection<Modification> asked =
        ids.isEmpty() ? turn.state().modifications().values() : ofVolumes(turn.state(), ids);
    List<Modification> found = asked.stream().filter(ATTRIBUTES.filters(request)).toList();
    Page<Modification> page = Page.of(request, LARGEST_PAGE, found, Modification::volumeId);
    return () ->
        new Outcome(
            turn.state(),
            xml -> {
              xml.items(
                  "volumeModificationSet",
                  page.items(),
                  (item, modification) -> ModificationXml.write(item, modification, turn.now()));
              page.writeNext(xml);
            });
  }

  /** A volume that was never modified fails all, with its id in the message. */
  private static List<Modification> ofVolumes(State state, List<String> ids) {
    List<String> never =
        state.volumes(ids).stream()
            .map(Volume::id)
            .filter(id -> !state.modifications().containsKey(id))
            .toList();
    if (!never.isEmpty()) {
      throw Ec2Failure.client(
          "InvalidVolumeModification.NotFound",
          "Modification for volume '%s' does not exist.".formatted(String.join(", ", never)));
    }
    return ids.stream()
        .distinct()
        .flatMap(id -> Optional.ofNullable(state.modifications().get(id)).stream())
        .toList();
  }

  private static Map<String, Function<Modification, Collection<String>>> named() {
    return Map.ofEntries(
        Map.entry("modification-state", one(each -> each.state().text())),
        Map.entry("original-iops", original(VolumeSpecification::iops)),
        Map.entry("original-size", original(VolumeSpecification::sizeGib)),
        Map.entry("original-volume-type", original(is -> is.type().text())),
        Map.entry("originalMultiAttachEnabled", original(VolumeSpecification::multiAttach)),
        Map.entry("start-time", one(Modification::started)),
        Map.entry("target-iops", target(VolumeSpecification::iops)),
        Map.entry("target-size", target(VolumeSpecification::sizeGib)),
        Map.entry("target-volume-type", target(is -> is.type().text())),
        Map.entry("targetMultiAttachEnabled", target(VolumeSpecification::multiAttach)),
        Map.entry("volume-id", one(Modification::volumeId)));
  }

  private static Function<Modification, Collection<String>> one(
      Function<Modification, Object> value) {
    return modification -> List.of(Values.text(value.apply(modification)));
  }

  private static Function<Modification, Collection<String>> original(
      Function<VolumeSpecification, Object> value) {
    return one(modification -> value.apply(modification.original()));
  }

  private static Function<Modification, Collection<String>> target(
      Function<VolumeSpecification, Object> value) {
    return one(modification -> value.apply(modification.target()));
  }
}
