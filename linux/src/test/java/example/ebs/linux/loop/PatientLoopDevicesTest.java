package example.ebs.linux.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Waiting;
import example.ebs.linux.device.Device;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.system.Descriptor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class PatientLoopDevicesTest {
  private static final LoopDevice DEVICE =
      new LoopDevice(
          new Device(Path.of("/dev/loop3"), new DeviceNumber(7, 3), false), new BackingFile(1, 2));

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Busy busy = new Busy();
  private final LoopDevices loops =
      new PatientLoopDevices(
          busy,
          new Waiting(clock(), (Duration length) -> now.updateAndGet(time -> time.plus(length))));

  @Test
  void aDeviceThatIsFreeIsDetachedAtOnce() {
    loops.detach(DEVICE);

    assertThat(busy.asked).isEqualTo(1);
    assertThat(now.get()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void aDeviceThatIsInUseForAMomentIsDetachedAfterIt() {
    busy.until = Instant.EPOCH.plusSeconds(1);
    loops.detach(DEVICE);

    assertThat(now.get()).isBefore(Instant.EPOCH.plusSeconds(2));
  }

  @Test
  void aDeviceThatStaysInUseIsRefusedWithTheReason() {
    busy.until = Instant.MAX;

    assertThatThrownBy(() -> loops.detach(DEVICE))
        .isInstanceOf(Failure.InUse.class)
        .hasMessageContaining("mounted");
  }

  private Clock clock() {
    InstantSource source = now::get;
    return source.withZone(ZoneOffset.UTC);
  }

  /** In use until a moment. */
  private final class Busy implements LoopDevices {
    private Instant until = Instant.EPOCH;
    private int asked;

    @Override
    public LoopDevice attach(Descriptor file, Access access) {
      throw new UnsupportedOperationException("not asked here");
    }

    @Override
    public List<LoopDevice> of(Descriptor file) {
      throw new UnsupportedOperationException("not asked here");
    }

    @Override
    public void detach(LoopDevice device) {
      asked++;
      if (now.get().isBefore(until)) {
        throw new Failure.InUse(device.device().node() + " is mounted");
      }
    }
  }
}
