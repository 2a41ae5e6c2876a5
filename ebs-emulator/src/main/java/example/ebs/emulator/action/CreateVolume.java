package example.ebs.emulator.action;

import example.ebs.emulator.zone.Zones;

/** CreateVolume. */
final class CreateVolume implements Action {
  private final Zones zones;
  private final OrderedVolume ordered;

  CreateVolume(Zones zones, VolumeMaker maker) {
    this.zones = zones;
    this.ordered = new OrderedVolume(maker, (xml, volume) -> VolumeXml.write(xml, volume, zones));
  }

  @Override
  public Effect prepare(Turn turn) {
    return ordered.effect(turn, VolumeOrder.parse(turn, zones));
  }
}
