package example.ebs.emulator.action;

import example.ebs.emulator.listing.Attributes;
import example.ebs.emulator.listing.Ec2Filters;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.XmlAnswer;
import example.ebs.emulator.zone.Zone;
import example.ebs.emulator.zone.Zones;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** DescribeAvailabilityZones. */
final class DescribeAvailabilityZones implements Action {
  private final Zones zones;
  private final Attributes<Zone> attributes;

  DescribeAvailabilityZones(Zones zones) {
    this.zones = zones;
    this.attributes =
        new Attributes<>(
            Map.of(
                "zone-name", zone -> List.of(zone.name()),
                "zone-id", zone -> List.of(zone.id()),
                "zone-type", _ -> List.of("availability-zone"),
                "state", _ -> List.of("available"),
                "message", _ -> List.of(),
                "opt-in-status", _ -> List.of("opt-in-not-required"),
                "group-name", _ -> List.of(zones.region()),
                "region-name", _ -> List.of(zones.region()),
                "parent-zone-id", _ -> List.of(),
                "parent-zone-name", _ -> List.of()),
            Optional.empty(),
            Ec2Filters.ZONES);
  }

  @Override
  public Effect prepare(Turn turn) {
    QueryParameters request = turn.request();
    request.flag("AllAvailabilityZones");
    Predicate<Zone> filters = attributes.filters(request);
    Predicate<Zone> named =
        among(request.list("ZoneName"), Zone::name).and(among(request.list("ZoneId"), Zone::id));
    List<Zone> found = zones.all().stream().filter(named).filter(filters).toList();
    return () ->
        new Outcome(turn.state(), xml -> xml.items("availabilityZoneInfo", found, this::write));
  }

  private Predicate<Zone> among(List<String> wanted, Function<Zone, String> name) {
    List<String> known = zones.all().stream().map(name).toList();
    for (String zone : wanted) {
      if (!known.contains(zone)) {
        throw Ec2Failure.invalidValue("Invalid availability zone: [" + zone + "]");
      }
    }
    return zone -> wanted.isEmpty() || wanted.contains(name.apply(zone));
  }

  private void write(XmlAnswer xml, Zone zone) {
    xml.text("optInStatus", "opt-in-not-required");
    xml.group("messageSet", _ -> {});
    xml.text("regionName", zones.region());
    xml.text("zoneName", zone.name());
    xml.text("zoneId", zone.id());
    xml.text("groupName", zones.region());
    xml.text("networkBorderGroup", zones.region());
    xml.text("zoneType", "availability-zone");
    xml.text("zoneState", "available");
  }
}
