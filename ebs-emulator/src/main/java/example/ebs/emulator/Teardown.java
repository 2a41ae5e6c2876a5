package example.ebs.emulator;

import example.ebs.emulator.attachment.Attachment;
import example.ebs.emulator.device.Placement;
import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.state.State;
import example.ebs.emulator.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Takes away everything that an emulator has made, but for what is in use. */
final class Teardown {
  private final EmulatorConfig config;
  private final Storage storage;
  private final List<String> left = new ArrayList<>();

  Teardown(EmulatorConfig config, Storage storage) {
    this.config = config;
    this.storage = storage;
  }

  List<String> run(State state) {
    state.volumes().values().forEach(this::remove);
    for (String id : state.snapshots().keySet()) {
      attempt(id, () -> storage.files().delete(id));
    }
    if (left.isEmpty()) {
      for (Instance instance : state.instances().values()) {
        attempt(instance.id(), () -> storage.devices().removeInstance(instance.id()));
      }
    }
    if (left.isEmpty()) {
      removeDirectories();
    }
    return List.copyOf(left);
  }

  private void remove(Volume volume) {
    for (Attachment tie : volume.attachments()) {
      Placement placement = new Placement(volume.id(), tie.instanceId(), tie.device());
      attempt(volume.id(), () -> release(placement));
    }
    if (left.stream().noneMatch(line -> line.startsWith(volume.id()))) {
      attempt(volume.id(), () -> storage.files().delete(volume.id()));
    }
  }

  private void release(Placement placement) throws IOException {
    if (!storage.devices().detach(placement, false)) {
      left.add(
          "%s: its device is still open or mounted; close or unmount it, and it goes by itself (see losetup --list)"
              .formatted(placement.volumeId()));
    }
  }

  /** Only what is known to be ours and is empty: a directory with anything else in it stays. */
  private void removeDirectories() {
    Path state = config.stateDirectory();
    // Of the state's two files one alone is refused, but for a journal that is empty: so whoever is
    // killed in between can start again.
    attempt("state.journal", () -> Files.write(state.resolve("state.journal"), new byte[0]));
    for (String file : List.of("state.json", "state.json.new", "state.journal", "lock")) {
      attempt(file, () -> Files.deleteIfExists(state.resolve(file)));
    }
    for (Path directory : List.of(Storage.volumes(config), config.deviceRoot(), state)) {
      attempt(directory.toString(), () -> Files.deleteIfExists(directory));
    }
  }

  private void attempt(String what, Step step) {
    try {
      step.run();
    } catch (IOException e) {
      left.add(what + ": " + e);
    }
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }
}
