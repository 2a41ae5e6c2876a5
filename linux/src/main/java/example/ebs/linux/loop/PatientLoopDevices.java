package example.ebs.linux.loop;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Backoff;
import example.ebs.csi.time.CallDeadline;
import example.ebs.csi.time.Waiting;
import example.ebs.linux.system.Descriptor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Loop devices that are detached even if something still has them for a moment.
 *
 * <p>A container that starts gets a copy of all mounts of its machine, and drops it a moment later:
 * a filesystem that was unmounted meanwhile is mounted there until then.
 */
public record PatientLoopDevices(LoopDevices devices, Waiting waiting) implements LoopDevices {
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(20), 1.5, Duration.ofMillis(500));

  @Override
  public LoopDevice attach(Descriptor file, Access access) {
    return devices.attach(file, access);
  }

  @Override
  public List<LoopDevice> of(Descriptor file) {
    return devices.of(file);
  }

  @Override
  public void detach(LoopDevice device) {
    try {
      var _ =
          waiting.until(
              device.device().node() + " to be free",
              CallDeadline.current(LONGEST, waiting.clock()),
              BACKOFF,
              () -> detached(device));
    } catch (Failure.TimedOut stillInUse) {
      // Once more, for the reason.
      devices.detach(device);
    }
  }

  private Optional<LoopDevice> detached(LoopDevice device) {
    try {
      devices.detach(device);
      return Optional.of(device);
    } catch (Failure.InUse busy) {
      return Optional.empty();
    }
  }
}
