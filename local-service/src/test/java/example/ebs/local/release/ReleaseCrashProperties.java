package example.ebs.local.release;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.local.InlineVolume;
import example.ebs.local.LocalVolumes;
import example.ebs.local.PlayedLocalVolumes;
import example.ebs.local.model.LocalVolumeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The process may die before and after every step, and what is not to be removed never is. */
final class ReleaseCrashProperties {
  private final InMemoryVolumeObjects objects = new InMemoryVolumeObjects();
  private final PlayedLocalVolumes volumes = new PlayedLocalVolumes();

  /** The end of the process. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  @Property
  void anotherStartEndsWhatTheLastHadBegun(
      @ForAll("objects") VolumeObject object, @ForAll @IntRange(max = 6) int stepsToLive) {
    objects.put(object);
    volumes.put(Volumes.id(), "none");
    Mortal mortal = new Mortal(stepsToLive);

    try {
      new VolumeRelease(Volumes.HERE, mortal.objects(), mortal.volumes()).release(Volumes.NAME);
    } catch (Death _) {
      assertThat(isHeld() || isDone(object)).as("held until it is done").isTrue();
    }
    new VolumeRelease(Volumes.HERE, objects, volumes).release(Volumes.NAME);

    assertThat(isDone(object)).isTrue();
  }

  /** Whether the finalizer is there still, where it was. */
  private boolean isHeld() {
    return objects
        .read(Volumes.NAME)
        .map(now -> now.life().finalizers().contains(Volumes.FINALIZER))
        .orElse(false);
  }

  private boolean isDone(VolumeObject object) {
    boolean held = object.life().finalizers().contains(Volumes.FINALIZER);
    boolean there = volumes.present().contains(Volumes.id());
    return switch (ReleaseDecision.of(object, Volumes.HERE)) {
      case ReleaseDecision.Remove _ -> !isHeld() && !there;
      case ReleaseDecision.Keep _ -> !isHeld() && there;
      case ReleaseDecision.Nothing _, ReleaseDecision.Refuse _ -> isHeld() == held && there;
    };
  }

  @Provide
  Arbitrary<VolumeObject> objects() {
    Arbitrary<VolumeObject.Life> lives =
        Combinators.combine(
                Arbitraries.of(true, true, false),
                Arbitraries.of(
                    List.of(Volumes.FINALIZER), List.of("a", Volumes.FINALIZER), List.of("a")),
                Arbitraries.of("Released", "Failed", "Bound", "Available", "Pending"),
                Arbitraries.of("Delete", "Delete", "Retain"),
                Arbitraries.of(true, false))
            .as(VolumeObject.Life::new);
    Arbitrary<VolumeObject.Source> sources =
        Combinators.combine(
                Arbitraries.of("local.ebs.example", "local.ebs.example", "ebs.example"),
                Arbitraries.of(
                    Volumes.id().value(), Volumes.id().value(), "local-" + "0".repeat(32)),
                Arbitraries.of(Volumes.HOST_PATH, Volumes.WRAPPED, Map.<String, String>of()))
            .as(VolumeObject.Source::new);
    Arbitrary<VolumeObject.Marks> marks =
        Arbitraries.of("worker-a", "worker-a", "worker-b")
            .map(node -> new VolumeObject.Marks(Map.of(Volumes.LABEL, node), Map.of()));
    return Combinators.combine(marks, lives, sources)
        .as(
            (mark, life, source) ->
                new VolumeObject(Volumes.released().version(), mark, life, source));
  }

  /** A process that does so many half steps and no more. */
  private final class Mortal {
    private int left;

    private Mortal(int left) {
      this.left = left;
    }

    private void live() {
      if (left-- == 0) {
        throw new Death();
      }
    }

    private VolumeObjects objects() {
      return new VolumeObjects() {
        @Override
        public Optional<VolumeObject> read(String name) {
          live();
          return objects.read(name);
        }

        @Override
        public void removeFinalizer(VolumeObject object, String finalizer) {
          live();
          objects.removeFinalizer(object, finalizer);
          live();
        }

        @Override
        public void annotate(String name, String annotation, String value) {
          objects.annotate(name, annotation, value);
        }
      };
    }

    private LocalVolumes volumes() {
      return new LocalVolumes() {
        @Override
        public void remove(LocalVolumeId volume) {
          live();
          volumes.remove(volume);
          live();
        }

        @Override
        public List<InlineVolume> emptyDirs() {
          return volumes.emptyDirs();
        }

        @Override
        public void removeEmptyDir(InlineVolume volume) {
          volumes.removeEmptyDir(volume);
        }

        @Override
        public Optional<String> enforcedBy(LocalVolumeId volume) {
          return volumes.enforcedBy(volume);
        }

        @Override
        public List<String> finishRemovals() {
          return List.of();
        }
      };
    }
  }
}
