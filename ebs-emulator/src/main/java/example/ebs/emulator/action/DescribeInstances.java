package example.ebs.emulator.action;

import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.listing.Page;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.ResourceIds;
import example.ebs.emulator.zone.Zones;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** DescribeInstances. Each instance is shown as a reservation of its own. */
final class DescribeInstances implements Action {
  private static final int LARGEST_PAGE = 1000;

  private final Zones zones;

  DescribeInstances(Zones zones) {
    this.zones = zones;
  }

  @Override
  public Effect prepare(Turn turn) {
    QueryParameters request = turn.request();
    request.flag("IncludeManagedResources");
    List<String> ids = request.list("InstanceId").stream().map(ResourceIds::instance).toList();
    Page.refuseWithIds(request, "instancesSet", ids);
    Predicate<Instance> filters = InstanceFilters.of(turn.state(), zones).filters(request);
    Collection<Instance> asked =
        ids.isEmpty() ? turn.state().instances().values() : turn.state().instances(ids);
    List<Instance> found = asked.stream().filter(filters).toList();
    Page<Instance> page = Page.of(request, LARGEST_PAGE, found, Instance::order);
    return () ->
        new Outcome(
            turn.state(),
            xml -> {
              xml.items(
                  "reservationSet",
                  page.items(),
                  (item, instance) ->
                      InstanceXml.writeReservation(
                          item, instance.reservationId(), List.of(instance), turn.state()));
              page.writeNext(xml);
            });
  }
}
