package example.ebs.local;

import static example.ebs.local.LocalRequests.SIZE;
import static example.ebs.local.LocalRequests.mount;
import static example.ebs.local.LocalRequests.unpublish;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import example.ebs.local.model.DirectoryName;
import example.ebs.local.model.LocalClassParameters;
import example.ebs.local.model.LocalVolumeId;
import example.ebs.proto.csi.NodePublishVolumeRequest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many calls at once about the same volumes and targets, as after a kubelet's restart. */
final class LocalConcurrencyOnMachineTest {
  private static final int CALLERS = 8;
  private static final int CALLS = 40;

  @RegisterExtension private final LocalScene scene = new LocalScene();
  private final Queue<String> surprises = new ConcurrentLinkedQueue<>();

  /** A volume of one of the forms, with the targets at which it is published. */
  private record Played(String name, Map<String, String> context, List<Path> targets) {
    LocalVolumeId id() {
      return LocalVolumeId.ofVolume(name);
    }
  }

  @Test
  void whatIsCalledAtOnceEndsAsIfCalledInTurnAndLeavesNothing() throws Exception {
    List<Played> volumes =
        List.of(
            played("pvc-a", "mode", "hostPath", "enforce", "none"),
            played("pvc-b", "mode", "hostPath", "enforce", "image"),
            played("pvc-c", "mode", "emptyDir", "enforce", "image"),
            played("pvc-d", "mode", "emptyDir", "medium", "Memory"));
    List<Thread> callers = new ArrayList<>();
    for (int number = 0; number < CALLERS; number++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(number);
      callers.add(Thread.ofPlatform().start(() -> call(volumes, random)));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(surprises).isEmpty();

    for (Played volume : volumes) {
      for (Path target : volume.targets()) {
        scene.node().nodeUnpublishVolume(unpublish(volume.id().value(), target));
        assertThat(target).doesNotExist();
      }
      scene.volumes().remove(volume.id());
    }
    assertThat(scene.volumes().finishRemovals()).isEmpty();
    assertThat(scene.sandbox().loops()).isEmpty();
    assertThat(mounts()).isEmpty();
    assertThat(LocalVolumesOnMachineTest.leftIn(scene.sandbox().root())).isEmpty();
  }

  private void call(List<Played> volumes, RandomGenerator random) {
    for (int call = 0; call < CALLS; call++) {
      Played volume = volumes.get(random.nextInt(volumes.size()));
      Path target = volume.targets().get(random.nextInt(volume.targets().size()));
      try {
        switch (random.nextInt(5)) {
          case 0, 1, 2 -> scene.node().nodePublishVolume(publish(volume, target));
          case 3 -> scene.node().nodeUnpublishVolume(unpublish(volume.id().value(), target));
          default -> scene.volumes().remove(volume.id());
        }
      } catch (StatusRuntimeException refused) {
        surprising(refused.getStatus().getCode().toString().equals("ABORTED"), refused);
      } catch (Failure refused) {
        boolean expected =
            refused instanceof Failure.InProgress || refused instanceof Failure.InUse;
        surprising(expected, refused);
      }
    }
  }

  private void surprising(boolean expected, RuntimeException refused) {
    if (!expected) {
      surprises.add(refused.toString());
    }
  }

  private Played played(String name, String... parameters) throws IOException {
    Map<String, String> map = new HashMap<>();
    for (int at = 0; at < parameters.length; at += 2) {
      map.put(parameters[at], parameters[at + 1]);
    }
    Map<String, String> context =
        LocalClassParameters.parse(map)
            .context(DirectoryName.of("shop", "data", name), SIZE)
            .toMap();
    return new Played(
        name,
        context,
        List.of(scene.sandbox().target("one", name), scene.sandbox().target("two", name)));
  }

  private static NodePublishVolumeRequest publish(Played volume, Path target) {
    return NodePublishVolumeRequest.newBuilder()
        .setVolumeId(volume.id().value())
        .setTargetPath(target.toString())
        .setVolumeCapability(mount())
        .putAllVolumeContext(volume.context())
        .putVolumeContext("csi.storage.k8s.io/ephemeral", "false")
        .build();
  }

  private List<String> mounts() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return lines.filter(line -> line.contains(scene.sandbox().folder().toString())).toList();
    }
  }
}
