package example.ebs.emulator.action;

import example.ebs.emulator.tag.Tags;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.volume.VolumeStage;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.ResourceIds;
import example.ebs.emulator.zone.Zones;
import java.util.List;

/** CopyVolumes: one copy, in the zone of its source. */
final class CopyVolumes implements Action {
  private final Zones zones;
  private final OrderedVolume ordered;

  CopyVolumes(Zones zones, VolumeMaker maker) {
    this.zones = zones;
    this.ordered =
        new OrderedVolume(
            maker,
            (xml, volume) ->
                xml.items(
                    "volumeSet",
                    List.of(volume),
                    (item, copy) -> VolumeXml.write(item, copy, zones)));
  }

  @Override
  public Effect prepare(Turn turn) {
    QueryParameters request = turn.request();
    Volume source = turn.state().volume(ResourceIds.volume(request.required("SourceVolumeId")));
    VolumeOrder order =
        new VolumeOrder(
            VolumeOrder.specification(
                request, "Size", source.zone(), zones, SourceOrder.of(source)),
            Tags.specified(request, "volume", List.of()));
    refuseUnlessReady(source);
    return ordered.effect(turn, order);
  }

  private static void refuseUnlessReady(Volume source) {
    if (source.stage() != VolumeStage.READY) {
      throw Ec2Failure.client(
          "IncorrectState",
          "The volume '%s' is in the '%s' state.".formatted(source.id(), source.status()));
    }
  }
}
