package example.ebs.node.emulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.OwnAddress;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import example.ebs.csi.time.Waiting;
import example.ebs.emulator.DeviceKind;
import example.ebs.emulator.Emulator;
import example.ebs.emulator.EmulatorConfig;
import example.ebs.emulator.Latency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that becomes an instance of the real emulator, over HTTP. */
final class EmulatedMachineTest {
  @TempDir private Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private Runnable whileWaiting = () -> {};
  private EmulatorConfig config;
  private Emulator emulator;

  @BeforeEach
  void start() throws IOException {
    config =
        EmulatorConfig.defaults(folder.resolve("state"))
            .withBind(OwnAddress.host())
            .withZones(List.of("zone-a", "zone-b"))
            .withLatency(Latency.NONE)
            .withDevices(DeviceKind.NONE);
    emulator = Emulator.start(config);
    config = config.withPort(emulator.endpoint().getPort());
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @Test
  void aNodeIsARunningInstanceInItsZoneThatCarriesItsName() throws IOException {
    NodeId id = boot("worker", "zone-b");

    Ec2Answer shown = describe(id);
    String path = "reservationSet/item/instancesSet/item/";
    assertThat(shown.first(path + "instanceState/name")).contains("running");
    assertThat(shown.first(path + "placement/availabilityZone")).contains("zone-b");
    assertThat(shown.all(path + "tagSet/item/key")).contains("Name");
    assertThat(shown.all(path + "tagSet/item/value")).contains("worker");
  }

  @Test
  void itIsTheSameInstanceAfterARestartOfEitherSide() throws IOException {
    NodeId id = boot("worker", "zone-a");
    assertThat(boot("worker", "zone-a")).isEqualTo(id);

    emulator.close();
    emulator = Emulator.start(config);

    assertThat(boot("worker", "zone-a")).isEqualTo(id);
  }

  @Test
  void eachNodeIsAnInstanceOfItsOwnAndAnotherZoneIsAnotherMachine() {
    NodeId id = boot("worker", "zone-a");

    assertThat(boot("worker2", "zone-a")).isNotEqualTo(id);
    assertThat(boot("worker", "zone-b")).isNotEqualTo(id);
    assertThat(boot("worker", "zone-a")).isEqualTo(id);
  }

  @Test
  void aStoppedInstanceIsStarted() throws IOException {
    NodeId id = boot("worker", "zone-a");
    change("StopInstances", id);

    assertThat(boot("worker", "zone-a")).isEqualTo(id);

    assertThat(describe(id).first("reservationSet/item/instancesSet/item/instanceState/name"))
        .contains("running");
  }

  @Test
  void aTerminatedInstanceIsFollowedByOneThatStays() throws IOException {
    NodeId id = boot("worker", "zone-a");
    change("TerminateInstances", id);

    NodeId next = boot("worker", "zone-a");

    assertThat(next).isNotEqualTo(id);
    assertThat(boot("worker", "zone-a")).isEqualTo(next);
  }

  @Test
  void anAnswerThatIsLostMakesNoSecondInstance() throws IOException {
    emulator.faults().loseReply("RunInstances", 1);

    NodeId id = boot("worker", "zone-a");

    assertThat(client().ask("DescribeInstances", Map.of()).all("reservationSet/item/reservationId"))
        .hasSize(1);
    assertThat(boot("worker", "zone-a")).isEqualTo(id);
  }

  @Test
  void aZoneThatTheEmulatorDoesNotHaveIsRefusedWithThoseThatItHas() {
    assertThatThrownBy(() -> boot("worker", "eu-west-1a"))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("worker")
        .hasMessageContaining("eu-west-1a")
        .hasMessageContaining("zone-a, zone-b");
  }

  @Test
  void anEmulatorThatStartsLaterIsWaitedFor() {
    emulator.close();
    whileWaiting =
        () -> {
          whileWaiting = () -> {};
          restart();
        };

    assertThat(boot("worker", "zone-a").value()).startsWith("i-");
  }

  @Test
  void anEmulatorThatStaysAwayIsGivenUp() {
    emulator.close();

    assertThatThrownBy(() -> boot("worker", "zone-a"))
        .isInstanceOf(Failure.TimedOut.class)
        .hasMessageContaining(config.port() + "")
        .hasMessageContaining("does not answer");
    assertThat(now.get()).isEqualTo(Instant.EPOCH.plusSeconds(120));
  }

  private NodeId boot(String name, String zone) {
    Waiting waiting = new Waiting(clock(), this::pause);
    return new EmulatedMachine(client(), name, new Zone(zone), waiting).boot();
  }

  private EmulatorClient client() {
    return new EmulatorClient(URI.create("http://" + config.bind() + ":" + config.port()));
  }

  private Ec2Answer describe(NodeId id) throws IOException {
    return client().ask("DescribeInstances", Map.of("InstanceId.1", id.value()));
  }

  private void change(String action, NodeId id) throws IOException {
    var _ = client().ask(action, Map.of("InstanceId.1", id.value()));
  }

  private void restart() {
    try {
      emulator = Emulator.start(config);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void pause(Duration length) {
    now.updateAndGet(time -> time.plus(length));
    whileWaiting.run();
  }

  private Clock clock() {
    InstantSource source = now::get;
    return source.withZone(ZoneOffset.UTC);
  }
}
