package example.ebs.emulator.transition;

import example.ebs.emulator.attachment.Attachment;
import example.ebs.emulator.attachment.AttachmentState;
import example.ebs.emulator.device.BlockDevices;
import example.ebs.emulator.device.Placement;
import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.instance.InstanceState;
import example.ebs.emulator.state.State;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.volume.VolumeStage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attaching becomes attached and detaching becomes detached, with the devices that go with it.
 *
 * <p>What devices are there is known only since this process looked; so after a restart each is
 * looked at again, and one that is lost is made anew.
 */
final class AttachmentTransitions {
  private static final Logger LOG = LoggerFactory.getLogger(AttachmentTransitions.class);

  /** How often a device that is open is looked at again. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final BlockDevices devices;
  private final Map<Placement, Boolean> shown = new HashMap<>();
  private final Map<Placement, Look> lookAgain = new HashMap<>();
  private final Map<Placement, String> told = new HashMap<>();

  /** Something was wanted and could not be done yet. */
  private record Look(boolean wanted, Instant due) {
    boolean waits(boolean nowWanted, Instant now) {
      return wanted == nowWanted && due.isAfter(now);
    }
  }

  AttachmentTransitions(BlockDevices devices) {
    this.devices = devices;
  }

  State settle(State state, Instant now) {
    State settled = state;
    Set<Placement> present = new HashSet<>();
    for (Volume volume : state.volumes().values()) {
      for (Attachment tie : volume.attachments()) {
        present.add(placement(volume, tie));
        settled = settled(settled, settled.volume(volume.id()), tie, now);
      }
    }
    shown.keySet().retainAll(present);
    lookAgain.keySet().retainAll(present);
    told.keySet().retainAll(present);
    return settled;
  }

  private State settled(State state, Volume volume, Attachment tie, Instant now) {
    boolean due = !due(volume, tie).isAfter(now);
    return switch (tie.state()) {
      case ATTACHING -> due ? state.with(attached(state, volume, tie, now)) : state;
      case DETACHING, BUSY -> due ? state.with(detached(state, volume, tie, now)) : state;
      case ATTACHED -> {
        adjust(state, volume, tie, now);
        yield state;
      }
    };
  }

  private Volume attached(State state, Volume volume, Attachment tie, Instant now) {
    Placement placement = placement(volume, tie);
    boolean wanted = wantsDevices(state, tie);
    try {
      if (wanted) {
        devices.attach(placement);
      }
      shown.put(placement, wanted);
      told.remove(placement);
      return volume.with(tie.in(AttachmentState.ATTACHED, now));
    } catch (IOException e) {
      tell(placement, "stays attaching", e);
      return volume.with(tie.in(AttachmentState.ATTACHING, now.plus(RETRY)));
    }
  }

  private Volume detached(State state, Volume volume, Attachment tie, Instant now) {
    Placement placement = placement(volume, tie);
    try {
      if (devices.detach(placement, shared(state, volume, tie))) {
        return left(state, volume.without(tie.instanceId()), tie, now);
      }
      lookAgain.put(placement, new Look(false, now.plus(LOOK_AGAIN)));
      return tie.state() == AttachmentState.BUSY
          ? volume
          : volume.with(tie.in(AttachmentState.BUSY, now));
    } catch (IOException e) {
      tell(placement, "stays " + tie.state().text(), e);
      return volume.with(tie.in(tie.state(), now.plus(RETRY)));
    }
  }

  /** A volume that an instance was launched with goes with it, unless somebody else has it. */
  private static Volume left(State state, Volume volume, Attachment tie, Instant now) {
    boolean goes =
        tie.deletedWithInstance()
            && volume.attachments().isEmpty()
            && Optional.ofNullable(state.instances().get(tie.instanceId()))
                .map(Instance::state)
                .filter(InstanceState::over)
                .isPresent();
    return goes ? volume.in(VolumeStage.DELETING, now) : volume;
  }

  /** When an attachment passes; that a busy one was looked at again is not worth saving. */
  private Instant due(Volume volume, Attachment tie) {
    return Optional.ofNullable(lookAgain.get(placement(volume, tie)))
        .filter(_ -> tie.state() == AttachmentState.BUSY)
        .map(Look::due)
        .filter(tie.due()::isBefore)
        .orElse(tie.due());
  }

  /** A running instance sees its devices; a stopped one does not, unless something has one open. */
  private void adjust(State state, Volume volume, Attachment tie, Instant now) {
    Placement placement = placement(volume, tie);
    boolean wanted = wantsDevices(state, tie);
    boolean done = Optional.ofNullable(shown.get(placement)).map(is -> is == wanted).orElse(false);
    if (done) {
      lookAgain.remove(placement);
    } else if (!lookAgain.getOrDefault(placement, new Look(wanted, now)).waits(wanted, now)) {
      try {
        if (adjusted(placement, wanted, shared(state, volume, tie))) {
          shown.put(placement, wanted);
          lookAgain.remove(placement);
        } else {
          shown.remove(placement);
          lookAgain.put(placement, new Look(wanted, now.plus(LOOK_AGAIN)));
        }
        told.remove(placement);
      } catch (IOException e) {
        tell(placement, "is not as it should be", e);
        shown.remove(placement);
        lookAgain.put(placement, new Look(wanted, now.plus(RETRY)));
      }
    }
  }

  private boolean adjusted(Placement placement, boolean wanted, boolean shared) throws IOException {
    if (wanted) {
      devices.attach(placement);
      return true;
    }
    return devices.detach(placement, shared);
  }

  /** Once, until it works or fails in another way: what is tried each second may fail for days. */
  private void tell(Placement placement, String what, IOException failure) {
    if (!failure.toString().equals(told.put(placement, failure.toString()))) {
      LOG.warn("{} {}, trying again each second: {}", placement, what, failure.toString());
    }
  }

  private static boolean shared(State state, Volume volume, Attachment tie) {
    return volume.attachments().stream()
        .filter(other -> !other.instanceId().equals(tie.instanceId()))
        .anyMatch(other -> !other.leaving() && wantsDevices(state, other));
  }

  private static boolean wantsDevices(State state, Attachment tie) {
    return Optional.ofNullable(state.instances().get(tie.instanceId()))
        .map(Instance::state)
        .map(is -> is != InstanceState.STOPPED && is != InstanceState.TERMINATED)
        .orElse(false);
  }

  private static Placement placement(Volume volume, Attachment tie) {
    return new Placement(volume.id(), tie.instanceId(), tie.device());
  }

  Stream<Instant> due(State state) {
    Stream<Instant> passing =
        state.volumes().values().stream()
            .flatMap(
                volume ->
                    volume.attachments().stream()
                        .filter(tie -> tie.state() != AttachmentState.ATTACHED)
                        .map(tie -> due(volume, tie)));
    return Stream.concat(passing, lookAgain.values().stream().map(Look::due));
  }
}
