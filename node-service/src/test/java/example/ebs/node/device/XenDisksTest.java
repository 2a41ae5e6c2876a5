package example.ebs.node.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.time.Waiting;
import example.ebs.linux.device.Device;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.device.SystemDevices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disks of Xen instances have no serial. */
final class XenDisksTest {
  private static final VolumeId VOLUME = new VolumeId("vol-0123456789abcdef0");
  private static final VolumePart WHOLE = VolumePart.whole(VOLUME);
  private static final VolumeId OTHER = new VolumeId("vol-0fedcba9876543210");
  private static final Optional<String> HINT = Optional.of("/dev/xvdba");
  private static final DeviceNumber NUMBER = new DeviceNumber(202, 13_312);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private @TempDir Path temporary;
  private PlayedDevices machine;

  @BeforeEach
  void prepare() throws IOException {
    machine = new PlayedDevices(temporary);
  }

  @Test
  void areRefusedWithTheFlagThatAcceptsTheRisk() throws IOException {
    machine.xen("xvdba", 13_312);

    assertThatThrownBy(() -> believing(Set.of()).find(WHOLE, HINT))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("xvdba is a Xen disk")
        .hasMessageContaining("--accept-device-by=attachment-name");
    assertThatThrownBy(() -> believing(Set.of(Evidence.LOOP_FILE)).find(WHOLE, HINT))
        .isInstanceOf(Failure.PreconditionFailed.class);
  }

  @Test
  void areTheVolumesThatWereAttachedUnderTheirNamesWhereThatIsAccepted() throws IOException {
    Path node = machine.xen("xvdba", 13_312);
    machine.xen("xvda", 0);

    assertThat(accepting().find(WHOLE, HINT)).isEqualTo(new Device(node, NUMBER, false));
    assertThat(accepting().volume(new DeviceNumber(202, 0))).as("the root disk").isEmpty();
  }

  @Test
  void whatWasToldOfADiskIsKnownToLaterCallsAndProcesses() throws IOException {
    machine.xen("xvdba", 13_312);
    Path partition = machine.partition("xvdba", "xvdba1", new DeviceNumber(202, 13_313), 1);
    var _ = accepting().find(WHOLE, HINT);

    VolumeDevices next = accepting();

    assertThat(next.proves(WHOLE, NUMBER)).isTrue();
    assertThat(next.nodes(VOLUME).keySet()).containsExactlyInAnyOrder("xvdba", "xvdba1");
    assertThat(next.find(new VolumePart(VOLUME, OptionalInt.of(1)), Optional.empty()).node())
        .isEqualTo(partition);
  }

  @Test
  void aDiskStaysItsVolumesForAsLongAsItIsThere() throws IOException {
    machine.xen("xvdba", 13_312);
    var _ = accepting().find(WHOLE, HINT);

    assertThatThrownBy(() -> accepting().find(VolumePart.whole(OTHER), HINT))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("xvdba is volume " + VOLUME);
  }

  @Test
  void theNextDiskOfThatNameIsAnotherVolume() throws IOException {
    machine.xen("xvdba", 13_312);
    var _ = accepting().find(WHOLE, HINT);
    machine.remove("xvdba", NUMBER);
    machine.xen("xvdba", 13_312);

    assertThat(accepting().volume(NUMBER)).isEmpty();
    assertThat(accepting().find(VolumePart.whole(OTHER), HINT).number()).isEqualTo(NUMBER);
    assertThat(accepting().proves(WHOLE, NUMBER)).isFalse();
  }

  @Test
  void whatWasToldBeforeTheMachineBootedCountsNoMore() throws IOException {
    machine.xen("xvdba", 13_312);
    var _ = accepting().find(WHOLE, HINT);
    Files.writeString(machine.boot(), "0a2cb5b8-1f9f-4a3c-8e57-57b8bf3b0cbd\n");

    assertThat(accepting().volume(NUMBER)).isEmpty();
  }

  @Test
  void onlyADiskOfXenAndOfJustThatNameIsBelieved() throws IOException {
    machine.nvme(1, "AWS1234567890ABCDEF");
    machine.link("xvdba", "nvme1n1");
    machine.xen("xvdbb", 13_328);
    machine.link("xvdbc", "xvdbb");

    for (String name : new String[] {"/dev/xvdba", "/dev/nvme1n1", "/dev/xvdbc"}) {
      assertThatThrownBy(() -> accepting().find(WHOLE, Optional.of(name)))
          .as(name)
          .isInstanceOf(Failure.PreconditionFailed.class);
    }
    assertThatThrownBy(() -> accepting().find(WHOLE, Optional.empty()))
        .isInstanceOf(Failure.NotFound.class);
  }

  private VolumeDevices accepting() {
    return believing(Set.of(Evidence.ATTACHMENT_NAME));
  }

  private VolumeDevices believing(Set<Evidence> accepted) {
    InstantSource source = now::get;
    Clock clock = source.withZone(ZoneOffset.UTC);
    return new VolumeDevices(
        new DeviceSource(machine.dev(), accepted),
        new SystemDevices(machine.sys()),
        machine.attached(),
        machine.nodes,
        new Waiting(clock, this::pause));
  }

  private void pause(Duration length) {
    now.updateAndGet(time -> time.plus(length));
  }
}
