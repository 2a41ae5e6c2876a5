package example.ebs.emulator.transition;

import example.ebs.emulator.device.BlockDevices;
import example.ebs.emulator.device.NoRoomException;
import example.ebs.emulator.device.VolumeFiles;
import example.ebs.emulator.modification.Modification;
import example.ebs.emulator.state.State;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.volume.VolumeStage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Modifying becomes optimizing, and then the volume has its new size; optimizing becomes completed.
 *
 * <p>Content and device grow before any state says so. After a crash in between that is done again,
 * which changes nothing.
 */
final class ModificationTransitions {
  private static final Logger LOG = LoggerFactory.getLogger(ModificationTransitions.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final VolumeFiles files;
  private final BlockDevices devices;
  private final Map<String, String> told = new HashMap<>();

  ModificationTransitions(VolumeFiles files, BlockDevices devices) {
    this.files = files;
    this.devices = devices;
  }

  State settle(State state, Instant now) {
    State settled = state;
    for (Modification modification : state.modifications().values()) {
      Optional<Volume> volume = modified(state, modification);
      if (volume.isPresent() && !modification.due().isAfter(now)) {
        settled = settled(settled, volume.get(), modification, now);
      }
    }
    return settled;
  }

  private State settled(State state, Volume volume, Modification modification, Instant now) {
    return switch (modification.state()) {
      case MODIFYING -> changed(state, volume, modification, now);
      case OPTIMIZING -> state.with(modification.completed());
      case COMPLETED, FAILED -> state;
    };
  }

  private State changed(State state, Volume volume, Modification modification, Instant now) {
    try {
      files.grow(volume.id(), modification.target().sizeGib());
      devices.grow(volume.id());
    } catch (NoRoomException tooLarge) {
      return state.with(modification.failed(now, String.valueOf(tooLarge.getMessage())));
    } catch (IOException e) {
      tell(volume.id(), e);
      return state.with(modification.triedAgain(now.plus(RETRY)));
    }
    told.remove(volume.id());
    Modification optimizing = modification.optimizing(now);
    State grown = state.with(volume.withSpecification(modification.target()));
    return grown.with(optimizing.due().isAfter(now) ? optimizing : optimizing.completed());
  }

  /** Once, until it works or fails in another way. */
  private void tell(String volumeId, IOException failure) {
    if (!failure.toString().equals(told.put(volumeId, failure.toString()))) {
      LOG.warn("{} does not grow yet, trying again each second: {}", volumeId, failure.toString());
    }
  }

  /** What is being deleted becomes nothing else any more. */
  private static Optional<Volume> modified(State state, Modification modification) {
    return Optional.ofNullable(state.volumes().get(modification.volumeId()))
        .filter(volume -> volume.stage() == VolumeStage.READY);
  }

  Stream<Instant> due(State state) {
    return state.modifications().values().stream()
        .filter(modification -> !modification.state().over())
        .filter(modification -> modified(state, modification).isPresent())
        .map(Modification::due);
  }
}
