package example.ebs.command;

import example.ebs.emulator.DeviceKind;
import example.ebs.emulator.EmulatorConfig;
import example.ebs.emulator.Latency;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The emulator's flags. */
final class EmulatorOptions {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "port to listen on, 0 for any free one (default: 4580, for ebs all 0)")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "address to listen on (default: 127.0.0.1)")
  private Optional<String> bind = Optional.empty();

  @Option(
      names = "--allow-public",
      description =
          "listen even where other machines can connect, though signatures are not checked")
  private boolean allowPublic;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "where volumes and their state are kept")
  private Optional<Path> stateDirectory = Optional.empty();

  @Option(
      names = "--device-root",
      paramLabel = "DIR",
      description =
          "where each instance gets a folder with its devices (default: devices in the state folder)")
  private Optional<Path> deviceRoot = Optional.empty();

  @Option(
      names = "--zones",
      paramLabel = "ZONE",
      split = ",",
      description = "names of the zones, separated by commas (default: a, b and c of the region)")
  private List<String> zones = List.of();

  @Option(
      names = "--latency",
      paramLabel = "KIND",
      description =
          "realistic: states take as long as on EC2; none: they change at once (default: realistic)")
  private Optional<Latency> latency = Optional.empty();

  @Option(
      names = "--devices",
      paramLabel = "KIND",
      description =
          "loop: an attached volume is a loop device, which needs root; none: only the API (default: loop)")
  private Optional<DeviceKind> devices = Optional.empty();

  /** Where the state is to be kept, if it was said. */
  Optional<Path> stateDirectory() {
    return stateDirectory.map(Path::toAbsolutePath);
  }

  /** Where devices are to be, if it was said. */
  Optional<Path> deviceRoot() {
    return deviceRoot.map(Path::toAbsolutePath);
  }

  /** The flags that were given, for a command that takes them only together with another. */
  List<String> given() {
    Map<String, Boolean> flags = new LinkedHashMap<>();
    flags.put("--port", port.isPresent());
    flags.put("--bind", bind.isPresent());
    flags.put("--allow-public", allowPublic);
    flags.put("--state-dir", stateDirectory.isPresent());
    flags.put("--zones", !zones.isEmpty());
    flags.put("--latency", latency.isPresent());
    flags.put("--devices", devices.isPresent());
    return flags.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
  }

  /**
   * The emulator that the flags describe; whatever is wrong with it is among the problems
   * afterwards.
   */
  EmulatorConfig parse(Path state, Optional<String> region, int defaultPort, Problems problems) {
    EmulatorConfig config = EmulatorConfig.defaults(state).withPort(port.orElse(defaultPort));
    config = config.withAllowPublic(allowPublic);
    config = config.withBind(bind.orElse(config.bind()));
    config =
        config.withDeviceRoot(deviceRoot.map(Path::toAbsolutePath).orElse(config.deviceRoot()));
    config = config.withLatency(latency.orElse(config.latency()));
    config = config.withDevices(devices.orElse(config.devices()));
    config = config.withRegion(region.orElse(config.region()));
    config = config.withZones(zones.isEmpty() ? zonesOf(config.region()) : zones);
    config.problems().forEach(problems::add);
    return config;
  }

  private static List<String> zonesOf(String region) {
    return Stream.of("a", "b", "c").map(letter -> region + letter).toList();
  }
}
