package example.ebs.emulator.transition;

import example.ebs.emulator.device.BlockDevices;
import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.instance.InstanceState;
import example.ebs.emulator.state.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Instances start, stop, end, and are forgotten an hour after their end. */
final class InstanceTransitions {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceTransitions.class);
  private static final Duration REMEMBERED = Duration.ofHours(1);

  /** How often an instance that should be forgotten, and still has something, is looked at. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private final BlockDevices devices;
  private final Set<String> folders = new HashSet<>();

  InstanceTransitions(BlockDevices devices) {
    this.devices = devices;
  }

  void recover(State state) throws IOException {
    for (Instance instance : state.instances().values()) {
      if (!instance.state().over()) {
        devices.addInstance(instance.id());
        folders.add(instance.id());
      }
    }
  }

  State settle(State state, Instant now) {
    State settled = state;
    for (Instance instance : state.instances().values()) {
      if (!instance.due().isAfter(now)) {
        settled =
            switch (instance.state()) {
              case PENDING -> settled.with(instance.in(InstanceState.RUNNING, now));
              case STOPPING -> settled.with(instance.in(InstanceState.STOPPED, now));
              case SHUTTING_DOWN ->
                  settled.with(instance.in(InstanceState.TERMINATED, now.plus(REMEMBERED)));
              case RUNNING, STOPPED, TERMINATED -> settled;
            };
      }
    }
    return settled;
  }

  /** Makes the folders of instances that have none yet; attaching makes one that is missing. */
  void addFolders(State state) {
    for (Instance instance : state.instances().values()) {
      if (!instance.state().over() && !folders.contains(instance.id())) {
        try {
          devices.addInstance(instance.id());
          folders.add(instance.id());
        } catch (IOException e) {
          LOG.warn("no folder for {} yet, trying again: {}", instance.id(), e.toString());
        }
      }
    }
    folders.retainAll(state.instances().keySet());
  }

  /** Takes the folders of ended instances away, once nothing is attached to them any more. */
  State forget(State state, Instant now) {
    State kept = state;
    for (Instance instance : state.instances().values()) {
      if (instance.state() == InstanceState.TERMINATED) {
        boolean gone = state.attachedTo(instance.id()).isEmpty() && folderGone(instance);
        if (!instance.due().isAfter(now)) {
          kept =
              gone
                  ? kept.withoutInstance(instance.id())
                  : kept.with(instance.in(InstanceState.TERMINATED, now.plus(LOOK_AGAIN)));
        }
      }
    }
    return kept;
  }

  private boolean folderGone(Instance instance) {
    try {
      devices.removeInstance(instance.id());
      return true;
    } catch (IOException e) {
      LOG.warn("the folder of {} cannot be removed: {}", instance.id(), e.toString());
      return false;
    }
  }

  Stream<Instant> due(State state) {
    return state.instances().values().stream()
        .filter(InstanceTransitions::passes)
        .map(Instance::due);
  }

  private static boolean passes(Instance instance) {
    return switch (instance.state()) {
      case PENDING, STOPPING, SHUTTING_DOWN, TERMINATED -> true;
      case RUNNING, STOPPED -> false;
    };
  }
}
