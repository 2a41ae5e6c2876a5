package example.ebs.emulator.action;

import example.ebs.emulator.listing.Attributes;
import example.ebs.emulator.listing.Ec2Filters;
import example.ebs.emulator.listing.Page;
import example.ebs.emulator.snapshot.VolumeSnapshot;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.ResourceIds;
import example.ebs.emulator.wire.Values;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** DescribeSnapshots. All snapshots are of this account, and shared with nobody. */
final class DescribeSnapshots implements Action {
  private static final int LARGEST_PAGE = 1000;
  private static final Set<String> OURS = Set.of("self", InstanceXml.OWNER);
  private static final Set<String> ALIASES = Set.of("amazon", "aws-marketplace");

  @Override
  public Effect prepare(Turn turn) {
    QueryParameters request = turn.request();
    List<String> ids = request.list("SnapshotId").stream().map(ResourceIds::snapshot).toList();
    Page.refuseWithIds(request, "snapshotIds", ids);
    boolean owned = any(request.list("Owner"));
    boolean restorable = any(request.list("RestorableBy"));
    Predicate<VolumeSnapshot> filters = attributes(turn.now()).filters(request);
    Collection<VolumeSnapshot> asked =
        ids.isEmpty() ? turn.state().snapshots().values() : turn.state().snapshots(ids);
    List<VolumeSnapshot> found =
        asked.stream()
            .filter(_ -> owned && restorable)
            .filter(snapshot -> !snapshot.hidden())
            .filter(filters)
            .toList();
    Page<VolumeSnapshot> page = Page.of(request, LARGEST_PAGE, found, VolumeSnapshot::order);
    return () ->
        new Outcome(
            turn.state(),
            xml -> {
              xml.items(
                  "snapshotSet",
                  page.items(),
                  (item, snapshot) -> SnapshotXml.write(item, snapshot, turn.now()));
              page.writeNext(xml);
            });
  }

  /** Whether accounts are asked for that have what is here; all are where none is named. */
  private static boolean any(List<String> accounts) {
    accounts.forEach(DescribeSnapshots::check);
    return accounts.isEmpty() || accounts.stream().anyMatch(account -> OURS.contains(account));
  }

  private static void check(String account) {
    boolean known =
        OURS.contains(account)
            || ALIASES.contains(account)
            || account.equals("all")
            || account.matches("[0-9]{12}");
    if (!known) {
      throw Ec2Failure.client("InvalidUserID.Malformed", "Invalid user id: \"" + account + "\"");
    }
  }

  private static Attributes<VolumeSnapshot> attributes(Instant now) {
    return new Attributes<>(
        Map.ofEntries(
            Map.entry("description", one(VolumeSnapshot::description)),
            Map.entry("encrypted", one(VolumeSnapshot::encrypted)),
            Map.entry("owner-alias", _ -> List.of()),
            Map.entry("owner-id", one(_ -> InstanceXml.OWNER)),
            Map.entry("progress", one(snapshot -> snapshot.progress(now))),
            Map.entry("snapshot-id", one(VolumeSnapshot::id)),
            Map.entry("start-time", one(VolumeSnapshot::started)),
            Map.entry("status", one(VolumeSnapshot::status)),
            Map.entry("storage-tier", one(_ -> "standard")),
            Map.entry("volume-id", one(VolumeSnapshot::volumeId)),
            Map.entry("volume-size", one(VolumeSnapshot::sizeGib))),
        Optional.of(VolumeSnapshot::tags),
        Ec2Filters.SNAPSHOTS);
  }

  private static Function<VolumeSnapshot, Collection<String>> one(
      Function<VolumeSnapshot, Object> value) {
    return snapshot -> List.of(Values.text(value.apply(snapshot)));
  }
}
