package example.ebs.emulator;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * How an emulator is set up.
 *
 * @param bind the address to listen on; signatures are not checked, so anything but loopback needs
 *     {@code allowPublic}
 * @param port the port, 0 for any that is free
 * @param stateDirectory where volumes and state are kept; one emulator at a time
 * @param deviceRoot where each instance gets a folder with its devices
 * @param zones the names of the zones, which may be any
 * @param devices what an attached volume is
 * @param allowPublic whether others than this machine may be served
 */
public record EmulatorConfig(
    String bind,
    int port,
    Path stateDirectory,
    Path deviceRoot,
    String region,
    List<String> zones,
    Latency latency,
    DeviceKind devices,
    boolean allowPublic) {
  public EmulatorConfig {
    zones = List.copyOf(zones);
  }

  /** Any free port of 127.0.0.1, and three zones of us-east-1; devices lie beside the state. */
  public static EmulatorConfig defaults(Path stateDirectory) {
    return new EmulatorConfig(
        "127.0.0.1",
        0,
        stateDirectory,
        stateDirectory.resolve("devices"),
        "us-east-1",
        List.of("us-east-1a", "us-east-1b", "us-east-1c"),
        Latency.REALISTIC,
        DeviceKind.LOOP,
        false);
  }

  public EmulatorConfig withBind(String address) {
    return new EmulatorConfig(
        address, port, stateDirectory, deviceRoot, region, zones, latency, devices, allowPublic);
  }

  public EmulatorConfig withPort(int number) {
    return new EmulatorConfig(
        bind, number, stateDirectory, deviceRoot, region, zones, latency, devices, allowPublic);
  }

  public EmulatorConfig withDeviceRoot(Path root) {
    return new EmulatorConfig(
        bind, port, stateDirectory, root, region, zones, latency, devices, allowPublic);
  }

  public EmulatorConfig withRegion(String name) {
    return new EmulatorConfig(
        bind, port, stateDirectory, deviceRoot, name, zones, latency, devices, allowPublic);
  }

  public EmulatorConfig withZones(List<String> names) {
    return new EmulatorConfig(
        bind, port, stateDirectory, deviceRoot, region, names, latency, devices, allowPublic);
  }

  public EmulatorConfig withLatency(Latency kind) {
    return new EmulatorConfig(
        bind, port, stateDirectory, deviceRoot, region, zones, kind, devices, allowPublic);
  }

  public EmulatorConfig withDevices(DeviceKind kind) {
    return new EmulatorConfig(
        bind, port, stateDirectory, deviceRoot, region, zones, latency, kind, allowPublic);
  }

  public EmulatorConfig withAllowPublic(boolean allow) {
    return new EmulatorConfig(
        bind, port, stateDirectory, deviceRoot, region, zones, latency, devices, allow);
  }

  /** Everything that is wrong, with what to do; empty if an emulator can be started with this. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    bindProblem().ifPresent(problems::add);
    if (port < 0 || port > 65_535) {
      problems.add("--port: wanted 0 to 65535, found " + port);
    }
    if (region.isBlank()) {
      problems.add("--region: wanted a name such as us-east-1, found nothing");
    }
    if (zones.isEmpty()) {
      problems.add("--zones: wanted at least one name, found none");
    }
    if (new HashSet<>(zones).size() < zones.size()) {
      problems.add("--zones: each name once, found " + String.join(",", zones));
    }
    for (String zone : zones) {
      if (!zone.matches("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")) {
        problems.add("--zones: wanted letters, digits, '-', '_' and '.', found '" + zone + "'");
      }
    }
    return problems;
  }

  private Optional<String> bindProblem() {
    try {
      boolean local = InetAddress.getByName(bind).isLoopbackAddress();
      return local || allowPublic
          ? Optional.empty()
          : Optional.of(
              "--bind: anybody who reaches "
                  + bind
                  + " could use the emulator, for signatures are not checked; bind to 127.0.0.1 or"
                  + " say --allow-public");
    } catch (UnknownHostException _) {
      return Optional.of("--bind: wanted an address such as 127.0.0.1, found '" + bind + "'");
    }
  }
}
