package example.ebs.emulator.action;

import example.ebs.emulator.attachment.Attachment;
import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.listing.Attributes;
import example.ebs.emulator.listing.Ec2Filters;
import example.ebs.emulator.state.State;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.wire.Values;
import example.ebs.emulator.zone.Zone;
import example.ebs.emulator.zone.Zones;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** What instances can be filtered by: all that an answer shows of them. */
final class InstanceFilters {
  private final State state;
  private final Zones zones;

  private InstanceFilters(State state, Zones zones) {
    this.state = state;
    this.zones = zones;
  }

  static Attributes<Instance> of(State state, Zones zones) {
    return new Attributes<>(
        new InstanceFilters(state, zones).named(),
        Optional.of(Instance::tags),
        Ec2Filters.INSTANCES);
  }

  private Map<String, Function<Instance, Collection<String>>> named() {
    return Map.ofEntries(
        one("architecture", _ -> InstanceXml.ARCHITECTURE),
        one("availability-zone", Instance::zone),
        Map.entry(
            "availability-zone-id",
            instance -> zones.find(instance.zone()).map(Zone::id).stream().toList()),
        each("block-device-mapping.attach-time", Instance::launched, (_, tie) -> tie.since()),
        each(
            "block-device-mapping.delete-on-termination",
            _ -> true,
            (_, tie) -> tie.deletedWithInstance()),
        each(
            "block-device-mapping.device-name",
            _ -> Instance.ROOT_DEVICE,
            (_, tie) -> tie.device()),
        each(
            "block-device-mapping.status",
            _ -> InstanceXml.ROOT_STATUS,
            (_, tie) -> tie.state().textOfInstance()),
        each("block-device-mapping.volume-id", Instance::rootVolumeId, (volume, _) -> volume.id()),
        Map.entry("client-token", this::tokens),
        one("hypervisor", _ -> InstanceXml.HYPERVISOR),
        one("image-id", Instance::imageId),
        one("instance-id", Instance::id),
        one("instance-state-code", instance -> instance.state().code()),
        one("instance-state-name", instance -> instance.state().text()),
        one("instance-type", instance -> instance.type().text()),
        one("launch-time", Instance::launched),
        one("operator.managed", _ -> false),
        Map.entry("operator.principal", _ -> List.of()),
        one("owner-id", _ -> InstanceXml.OWNER),
        one("reservation-id", Instance::reservationId),
        one("root-device-name", _ -> Instance.ROOT_DEVICE),
        one("root-device-type", _ -> InstanceXml.ROOT_TYPE),
        one("tenancy", _ -> InstanceXml.TENANCY),
        one("virtualization-type", _ -> InstanceXml.VIRTUALIZATION));
  }

  private static Map.Entry<String, Function<Instance, Collection<String>>> one(
      String name, Function<Instance, Object> value) {
    return Map.entry(name, instance -> List.of(Values.text(value.apply(instance))));
  }

  /** Of the root volume, while there is one, and of each volume that is attached. */
  private Map.Entry<String, Function<Instance, Collection<String>>> each(
      String name, Function<Instance, Object> root, BiFunction<Volume, Attachment, Object> value) {
    return Map.entry(
        name,
        instance ->
            Stream.concat(
                    instance.state().over() ? Stream.of() : Stream.of(root.apply(instance)),
                    attached(instance, value))
                .map(Values::text)
                .toList());
  }

  private Stream<Object> attached(Instance instance, BiFunction<Volume, Attachment, Object> value) {
    return state.attachedTo(instance.id()).stream()
        .flatMap(
            volume ->
                volume.attachmentTo(instance.id()).map(tie -> value.apply(volume, tie)).stream());
  }

  private List<String> tokens(Instance instance) {
    return state.tokens().entrySet().stream()
        .filter(token -> token.getValue().made().equals(instance.reservationId()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
