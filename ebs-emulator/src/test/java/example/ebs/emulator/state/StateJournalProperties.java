package example.ebs.emulator.state;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.instance.InstanceState;
import example.ebs.emulator.instance.InstanceType;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.volume.VolumeSource;
import example.ebs.emulator.volume.VolumeSpecification;
import example.ebs.emulator.volume.VolumeStage;
import example.ebs.emulator.volume.VolumeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is saved, and whenever the power goes: what is loaded is what was saved last. */
final class StateJournalProperties {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final VolumeSpecification SPECIFICATION =
      new VolumeSpecification(
          "zone-a", 8, VolumeType.GP3, 3000, 125, false, "", false, VolumeSource.NOTHING);

  /** What to change, of which id, to which value; or a restart. */
  record Step(int what, int id, int value) {
    State applied(State state) {
      return switch (what) {
        case 0 -> state.with(volume());
        case 1 -> state.withoutVolume(volume().id());
        case 2 -> state.with(instance());
        case 3 -> state.withoutInstance(instance().id());
        case 4 -> state.withToken("t-" + id, new IssuedToken("r" + value, "vol-" + id, NOW));
        case 5 -> state.withoutToken("t-" + id);
        default -> state;
      };
    }

    boolean restarts() {
      return what == 6;
    }

    private Volume volume() {
      Map<String, String> tags = Map.of("line\nend", "ü" + value);
      return new Volume("vol-" + id, SPECIFICATION, NOW, VolumeStage.READY, NOW, tags, List.of());
    }

    private Instance instance() {
      return new Instance(
          "i-" + id,
          InstanceType.M7I_16XLARGE,
          "zone-a",
          "ami-1",
          NOW,
          InstanceState.RUNNING,
          NOW.plusMillis(value),
          "vol-r" + id,
          "r-" + id,
          Map.of());
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return step().list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<Step> step() {
    Arbitrary<Integer> small = Arbitraries.integers().between(0, 2);
    return Combinators.combine(Arbitraries.integers().between(0, 6), small, small).as(Step::new);
  }

  /** With a journal that begins anew once it has outgrown the snapshot, or never. */
  @Provide
  Arbitrary<Long> bound() {
    return Arbitraries.of(0L, 1L << 20);
  }

  @Property(tries = 200)
  void aCrashInOrAfterASaveLosesNothingThatWasSavedBefore(
      @ForAll("steps") List<Step> steps,
      @ForAll("bound") long bound,
      @ForAll("step") Step last,
      @ForAll("step") Step further,
      @ForAll int cut)
      throws IOException {
    try (Disk disk = new Disk(bound)) {
      State saved = disk.saved(steps);
      State next = last.applied(saved);
      byte[] snapshot = disk.snapshot();
      byte[] journal = disk.journal();
      disk.file.save(next);

      if (Arrays.equals(snapshot, disk.snapshot())) {
        byte[] longer = disk.journal();
        int lost = Math.floorMod(cut, longer.length - journal.length + 1);
        disk.writeJournal(Arrays.copyOf(longer, longer.length - lost));
        assertThat(disk.loaded()).isEqualTo(lost == 0 ? next : saved);
      } else {
        disk.writeJournal(journal);
        assertThat(disk.loaded()).isEqualTo(next);
      }
      disk.restart();
      disk.save(further.applied(saved));
    }
  }

  /** A state directory, and whoever saves there. */
  private static final class Disk implements AutoCloseable {
    private final Path directory;
    private final long bound;
    private StateFile file;

    Disk(long bound) throws IOException {
      this.directory = Files.createTempDirectory("state-journal");
      this.bound = bound;
      this.file = new StateFile(directory, SavedState.DEVICES, bound);
      file.load();
    }

    State saved(List<Step> steps) throws IOException {
      State state = State.empty();
      save(state);
      for (Step step : steps) {
        if (step.restarts()) {
          restart();
        }
        state = step.applied(state);
        save(state);
      }
      return state;
    }

    void save(State state) throws IOException {
      file.save(state);
      assertThat(loaded()).isEqualTo(state);
    }

    void restart() throws IOException {
      file.close();
      file = new StateFile(directory, SavedState.DEVICES, bound);
      file.load();
    }

    State loaded() throws IOException {
      return new SavedState(directory).loaded().orElseThrow();
    }

    byte[] snapshot() throws IOException {
      return Files.readAllBytes(directory.resolve("state.json"));
    }

    byte[] journal() throws IOException {
      return Files.readAllBytes(directory.resolve("state.journal"));
    }

    void writeJournal(byte[] content) throws IOException {
      Files.write(directory.resolve("state.journal"), content);
    }

    @Override
    public void close() throws IOException {
      file.close();
      Files.delete(directory.resolve("state.json"));
      Files.delete(directory.resolve("state.journal"));
      Files.delete(directory);
    }
  }
}
