package example.ebs.emulator.transition;

import example.ebs.emulator.device.ContentCopies;
import example.ebs.emulator.device.VolumeFiles;
import example.ebs.emulator.state.State;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.volume.VolumeStage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creating becomes available, deleting becomes gone. */
final class VolumeTransitions {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeTransitions.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final VolumeFiles files;
  private final ContentCopies copies;

  VolumeTransitions(VolumeFiles files, ContentCopies copies) {
    this.files = files;
    this.copies = copies;
  }

  /**
   * A volume may be there that nobody has heard of, as its save failed and yet came to the disk.
   * Its content was taken back then. Nobody can have written to it while it was being created; one
   * that was to be a copy is never made of zeros.
   */
  void recover(State state) throws IOException {
    for (Volume volume : state.volumes().values()) {
      if (volume.stage() == VolumeStage.CREATING && empty(volume)) {
        files.create(volume.id(), volume.specification().sizeGib());
      }
    }
    files.removeLeftovers(state.contents());
  }

  State settle(State state, Instant now) {
    State settled = state;
    for (Volume volume : state.volumes().values()) {
      if (!volume.due().isAfter(now)) {
        settled =
            switch (volume.stage()) {
              case CREATING -> created(settled, volume, now);
              case DELETING -> deleted(settled, volume, now);
              case READY -> settled;
            };
      }
    }
    return settled;
  }

  private static boolean empty(Volume volume) {
    return volume.specification().source().nothing();
  }

  /** A copy whose request failed may be gone, and its volume then goes, as on EC2. */
  private State created(State state, Volume volume, Instant now) {
    try {
      if (empty(volume) || copies.keep(volume.id())) {
        return state.with(volume.in(VolumeStage.READY, now));
      }
      LOG.warn("{} has no content, as the request for it failed, and is no more", volume.id());
      return state.withoutVolume(volume.id());
    } catch (IOException e) {
      LOG.warn("{} cannot be finished yet, trying again: {}", volume.id(), e.toString());
      return state.with(volume.in(VolumeStage.CREATING, now.plus(RETRY)));
    }
  }

  private State deleted(State state, Volume volume, Instant now) {
    try {
      files.delete(volume.id());
      return state.withoutVolume(volume.id());
    } catch (IOException e) {
      LOG.warn("the content of {} cannot be deleted, trying again: {}", volume.id(), e.toString());
      return state.with(volume.in(VolumeStage.DELETING, now.plus(RETRY)));
    }
  }

  Stream<Instant> due(State state) {
    return state.volumes().values().stream()
        .filter(volume -> volume.stage() != VolumeStage.READY)
        .map(Volume::due);
  }
}
