package example.ebs.emulator.action;

import example.ebs.emulator.listing.Attributes;
import example.ebs.emulator.listing.Ec2Filters;
import example.ebs.emulator.listing.Page;
import example.ebs.emulator.snapshot.FastRestore;
import example.ebs.emulator.zone.Zone;
import example.ebs.emulator.zone.Zones;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** DescribeFastSnapshotRestores. */
final class DescribeFastSnapshotRestores implements Action {
  private static final int LARGEST_PAGE = 200;

  private final Zones zones;

  DescribeFastSnapshotRestores(Zones zones) {
    this.zones = zones;
  }

  private record Enabled(String snapshotId, FastRestore restore) {
    String order() {
      return snapshotId + "/" + restore.zone();
    }
  }

  @Override
  public Effect prepare(Turn turn) {
    List<Enabled> found =
        turn.state().snapshots().values().stream()
            .filter(snapshot -> !snapshot.hidden())
            .flatMap(
                snapshot ->
                    snapshot.fastRestores().stream()
                        .map(restore -> new Enabled(snapshot.id(), restore)))
            .filter(attributes(turn.now()).filters(turn.request()))
            .toList();
    Page<Enabled> page = Page.of(turn.request(), LARGEST_PAGE, found, Enabled::order);
    return () ->
        new Outcome(
            turn.state(),
            xml -> {
              xml.items(
                  "fastSnapshotRestoreSet",
                  page.items(),
                  (item, each) ->
                      FastRestoreXml.write(
                          item,
                          each.snapshotId(),
                          each.restore(),
                          each.restore().state(turn.now()),
                          zones));
              page.writeNext(xml);
            });
  }

  private Attributes<Enabled> attributes(Instant now) {
    return new Attributes<>(
        Map.of(
            "availability-zone", each -> List.of(each.restore().zone()),
            "availability-zone-id",
                each -> zones.find(each.restore().zone()).map(Zone::id).stream().toList(),
            "owner-id", _ -> List.of(InstanceXml.OWNER),
            "snapshot-id", each -> List.of(each.snapshotId()),
            "state", each -> List.of(each.restore().state(now))),
        Optional.empty(),
        Ec2Filters.FAST_RESTORES);
  }
}
