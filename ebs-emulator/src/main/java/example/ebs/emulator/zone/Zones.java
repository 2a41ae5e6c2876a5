package example.ebs.emulator.zone;

import example.ebs.emulator.wire.Ec2Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The zones of the one region there is. */
public record Zones(String region, List<Zone> all) {
  public Zones {
    all = List.copyOf(all);
  }

  /** Zones by name; their ids are numbered in the same order. */
  public static Zones named(String region, List<String> names) {
    List<Zone> zones = new ArrayList<>();
    for (String name : names) {
      zones.add(new Zone(name, shortened(region) + "-az" + (zones.size() + 1)));
    }
    return new Zones(region, zones);
  }

  /** {@code us-east-1} becomes {@code use1}, as in EC2's zone ids. */
  private static String shortened(String region) {
    StringBuilder text = new StringBuilder();
    String[] words = region.split("-", -1);
    for (int i = 0; i < words.length; i++) {
      text.append(i == 0 || words[i].isEmpty() ? words[i] : words[i].substring(0, 1));
    }
    return text.toString();
  }

  public Optional<Zone> find(String name) {
    return all.stream().filter(zone -> zone.name().equals(name)).findFirst();
  }

  public Zone byName(String name) {
    return find(name).orElseThrow(() -> absent(name));
  }

  public Zone byId(String id) {
    return all.stream()
        .filter(zone -> zone.id().equals(id))
        .findFirst()
        .orElseThrow(() -> absent(id));
  }

  private static Ec2Failure absent(String zone) {
    return Ec2Failure.client("InvalidZone.NotFound", "The zone '" + zone + "' does not exist.");
  }
}
