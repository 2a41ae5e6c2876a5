package example.ebs.emulator.action;

import example.ebs.emulator.attachment.Attachment;
import example.ebs.emulator.listing.Attributes;
import example.ebs.emulator.listing.Ec2Filters;
import example.ebs.emulator.listing.Page;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.ResourceIds;
import example.ebs.emulator.wire.Values;
import example.ebs.emulator.zone.Zone;
import example.ebs.emulator.zone.Zones;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** DescribeVolumes. */
final class DescribeVolumes implements Action {
  private static final int LARGEST_PAGE = 1000;

  private final Zones zones;
  private final Attributes<Volume> attributes;

  DescribeVolumes(Zones zones) {
    this.zones = zones;
    this.attributes = new Attributes<>(named(zones), Optional.of(Volume::tags), Ec2Filters.VOLUMES);
  }

  @Override
  public Effect prepare(Turn turn) {
    QueryParameters request = turn.request();
    request.flag("IncludeManagedResources");
    List<String> ids = request.list("VolumeId").stream().map(ResourceIds::volume).toList();
    Page.refuseWithIds(request, "volumeIds", ids);
    Predicate<Volume> filters = attributes.filters(request);
    Collection<Volume> asked =
        ids.isEmpty() ? turn.state().volumes().values() : turn.state().volumes(ids);
    List<Volume> found = asked.stream().filter(filters).toList();
    Page<Volume> page = Page.of(request, LARGEST_PAGE, found, Volume::order);
    return () ->
        new Outcome(
            turn.state(),
            xml -> {
              xml.items(
                  "volumeSet",
                  page.items(),
                  (item, volume) -> VolumeXml.write(item, volume, zones));
              page.writeNext(xml);
            });
  }

  private static Map<String, Function<Volume, Collection<String>>> named(Zones zones) {
    return Map.ofEntries(
        Map.entry("attachment.attach-time", each(tie -> Values.text(tie.since()))),
        Map.entry(
            "attachment.delete-on-termination",
            each(tie -> Values.text(tie.deletedWithInstance()))),
        Map.entry("attachment.device", each(Attachment::device)),
        Map.entry("attachment.instance-id", each(Attachment::instanceId)),
        Map.entry("attachment.status", each(tie -> tie.state().text())),
        Map.entry("availability-zone", one(Volume::zone)),
        Map.entry(
            "availability-zone-id",
            volume -> zones.find(volume.zone()).map(Zone::id).stream().toList()),
        Map.entry("create-time", one(Volume::created)),
        Map.entry("encrypted", one(volume -> volume.specification().encrypted())),
        Map.entry("fast-restored", one(_ -> false)),
        Map.entry("multi-attach-enabled", one(volume -> volume.specification().multiAttach())),
        Map.entry("operator.managed", one(_ -> false)),
        Map.entry("operator.principal", _ -> List.of()),
        Map.entry("size", one(volume -> volume.specification().sizeGib())),
        Map.entry(
            "snapshot-id",
            volume ->
                Stream.of(volume.specification().source().snapshotId())
                    .filter(id -> !id.isEmpty())
                    .toList()),
        Map.entry("status", one(Volume::status)),
        Map.entry("volume-id", one(Volume::id)),
        Map.entry("volume-type", one(volume -> volume.specification().type().text())));
  }

  private static Function<Volume, Collection<String>> one(Function<Volume, Object> value) {
    return volume -> List.of(Values.text(value.apply(volume)));
  }

  private static Function<Volume, Collection<String>> each(Function<Attachment, String> value) {
    return volume -> volume.attachments().stream().map(value).toList();
  }
}
