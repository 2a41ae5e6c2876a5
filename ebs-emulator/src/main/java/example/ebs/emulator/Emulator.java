package example.ebs.emulator;

import example.ebs.emulator.action.Region;
import example.ebs.emulator.action.RegionParts;
import example.ebs.emulator.count.Counts;
import example.ebs.emulator.fault.Faults;
import example.ebs.emulator.server.Ec2Endpoint;
import example.ebs.emulator.state.StateFile;
import example.ebs.emulator.state.StateLock;
import example.ebs.emulator.time.Delays;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.zone.Zones;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;

/**
 * EC2's volumes and instances on this machine, behind an HTTP endpoint that EC2's clients know.
 *
 * <p>{@link #close} only stops serving: volumes, state and devices stay, as after a kill, and
 * another emulator on the same directory goes on with them. {@link #destroy} takes all away.
 */
public final class Emulator implements AutoCloseable {
  private final EmulatorConfig config;
  private final Storage storage;
  private final StateLock lock;
  private final StateFile state;
  private final Region region;
  private final Faults faults = new Faults();
  private final Counts counts = new Counts();
  private final Ticker ticker;
  private final Ec2Endpoint server;

  private Emulator(EmulatorConfig config, StateLock lock, StateFile state, InstantSource clock)
      throws IOException {
    this.config = config;
    this.lock = lock;
    this.state = state;
    this.storage = Storage.of(config);
    Zones zones = Zones.named(config.region(), config.zones());
    RegionParts parts =
        new RegionParts(
            zones,
            storage.files(),
            storage.copies(),
            storage.devices(),
            counts.counted(delays(config)),
            faults);
    this.region = new Region(parts, state, clock);
    region.settle();
    this.ticker = new Ticker(region, clock);
    this.server =
        new Ec2Endpoint(
            new InetSocketAddress(config.bind(), config.port()),
            region,
            faults,
            counts,
            Thread::sleep,
            ticker::wake);
  }

  private static Delays delays(EmulatorConfig config) {
    return switch (config.latency()) {
      case REALISTIC -> Delays.realistic(new SplittableRandom());
      case NONE -> Delays.none();
    };
  }

  /**
   * Starts an emulator, with all that an earlier one on the same state directory left.
   *
   * @throws IllegalArgumentException with everything that is wrong with the configuration
   * @throws IOException if this machine cannot do what is asked, with what to do about it
   */
  public static Emulator start(EmulatorConfig config) throws IOException {
    return start(config, InstantSource.system());
  }

  /** Starts an emulator whose states pass by a clock of the caller. */
  public static Emulator start(EmulatorConfig config, InstantSource clock) throws IOException {
    List<String> problems = config.problems();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    Storage.privateDirectory(config.stateDirectory());
    StateLock lock = StateLock.take(config.stateDirectory());
    StateFile state = new StateFile(config.stateDirectory(), config.devices().text());
    try {
      Emulator emulator = new Emulator(config, lock, state, clock);
      emulator.ticker.start();
      emulator.server.listen();
      return emulator;
    } catch (IOException | RuntimeException e) {
      release(state, lock);
      throw e;
    }
  }

  /** The lock last: nothing may be saved once another emulator can have the directory. */
  private static void release(StateFile state, StateLock lock) throws IOException {
    try (lock) {
      state.close();
    }
  }

  /** Where to point a client: {@code http://127.0.0.1:…}. */
  public URI endpoint() {
    InetSocketAddress address = server.address();
    String host = address.getAddress().getHostAddress();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
  }

  /**
   * Declares a machine that runs at once, unlike one from RunInstances.
   *
   * @return its instance id
   * @throws IllegalArgumentException if there is no such zone or instance type
   */
  public String runInstance(String zone, String instanceType) {
    try {
      return region.declareInstance(zone, instanceType);
    } catch (Ec2Failure e) {
      throw new IllegalArgumentException(e.message(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the devices of an instance appear, once it runs. */
  public Path deviceDirectory(String instanceId) {
    return config.deviceRoot().resolve(instanceId);
  }

  /** What a test wants to go wrong. */
  public Faults faults() {
    return faults;
  }

  /** Applies what is due by the clock; also done by every request, and by itself. */
  public void settle() throws IOException {
    region.settle();
  }

  /** Stops serving, and leaves everything else as it is. */
  @Override
  public void close() {
    server.close();
    ticker.close();
    try {
      release(state, lock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Stops serving and takes away all devices, folders, volumes and state.
   *
   * @return what could not be taken away, with the reason; empty if nothing is left
   */
  public List<String> destroy() {
    server.close();
    ticker.close();
    try {
      return new Teardown(config, storage).run(region.state());
    } finally {
      close();
    }
  }
}
