package example.ebs.local;

import static example.ebs.local.LocalRequests.publish;
import static example.ebs.local.LocalRequests.unpublish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.Shell;
import example.ebs.csi.kubernetes.ApiServer;
import example.ebs.csi.kubernetes.ObjectVersion;
import example.ebs.csi.kubernetes.PlayedApiServer;
import example.ebs.csi.kubernetes.PlayedWatch;
import example.ebs.csi.time.SteppedPause;
import example.ebs.linux.RootOnly;
import example.ebs.local.model.LocalDriver;
import example.ebs.local.release.KnownVolumes;
import example.ebs.local.release.PlayedVolumeObjects;
import example.ebs.local.release.Residence;
import example.ebs.local.release.VolumeObject;
import example.ebs.proto.csi.NodePublishVolumeRequest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real directories that go, and stay, as an API server that the test plays says. */
@Timeout(120)
final class LocalLoopsOnMachineTest {
  private static final LocalDriver DRIVER = new LocalDriver("ebs.example");
  private static final Map<String, String> CONTEXT =
      LocalRequests.context("mode", "hostPath", "enforce", "none");

  @TempDir private static Path folder;
  private final PlayedVolumeObjects object = new PlayedVolumeObjects();
  private final PlayedWatch watch = new PlayedWatch();
  private final SteppedPause pause = new SteppedPause();
  private Optional<PlayedApiServer> server = Optional.empty();
  private final KnownVolumes known = new KnownVolumes(new Residence(DRIVER, "node-a"));
  private Optional<LocalNodeLoops> loops = Optional.empty();
  private LocalSandbox sandbox;
  private LocalSandbox.Started process;
  private Path directory;

  @BeforeEach
  void prepare() throws IOException {
    RootOnly.require();
    sandbox = new LocalSandbox();
    process = sandbox.start();
    directory = sandbox.root().resolve(LocalRequests.DIRECTORY);
    Files.writeString(folder.resolve("token"), "token");
    PlayedApiServer played = new PlayedApiServer(folder, "token");
    played.answer("/api/v1/persistentvolumes", watch);
    played.answer("/api/v1/persistentvolumes/" + LocalRequests.VOLUME, object);
    played.answer("/api/v1/pods", 200, "{\"metadata\": {\"resourceVersion\": \"1\"}}");
    server = Optional.of(played);
  }

  @AfterEach
  void clean() {
    loops.ifPresent(LocalNodeLoops::close);
    watch.end();
    server.ifPresent(PlayedApiServer::close);
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @Test
  void aVolumeIsMarkedWithItsLimitAndRemovedOnceItsClaimIsGone() throws IOException {
    Path target = sandbox.target(LocalRequests.POD, "data");
    process.node().nodePublishVolume(publish(target, CONTEXT).build());
    Files.writeString(target.resolve("file"), "data");
    begin(volume(false, "Bound", "Delete"));
    until(() -> marked("none"));

    process.node().nodeUnpublishVolume(unpublish(target));
    change(volume(true, "Released", "Delete"));

    until(() -> !held());
    assertThat(directory).doesNotExist();
    assertThat(sandbox.root()).exists();
  }

  @Test
  void aVolumeThatIsMountedStaysUntilItIsNot() throws Exception {
    Path target = sandbox.target(LocalRequests.POD, "data");
    process.node().nodePublishVolume(publish(target, CONTEXT).build());
    Files.writeString(target.resolve("file"), "data");

    begin(volume(true, "Released", "Delete"));

    pause.begun();
    pause.begun();
    assertThat(target.resolve("file")).hasContent("data");
    assertThat(held()).isTrue();
    process.node().nodeUnpublishVolume(unpublish(target));
    until(
        () -> {
          pause.end();
          return !held();
        });
    assertThat(directory).doesNotExist();
  }

  @Test
  void aRetainedVolumeIsLetGoAndItsDirectoryStays() throws IOException {
    Path target = sandbox.target(LocalRequests.POD, "data");
    process.node().nodePublishVolume(publish(target, CONTEXT).build());
    Files.writeString(target.resolve("file"), "data");
    process.node().nodeUnpublishVolume(unpublish(target));

    begin(volume(true, "Released", "Retain"));

    until(() -> !held());
    assertThat(directory.resolve("file")).hasContent("data");
  }

  @Test
  void anInlineVolumeWhosePodIsGoneIsRemovedAtTheSecondLook() throws Exception {
    Path target = sandbox.target(LocalRequests.POD, "scratch");
    process.node().nodePublishVolume(LocalRequests.inline(target).build());
    assertThat(process.volumes().emptyDirs()).hasSize(1);
    sandbox.reboot();
    Shell.run("rm", "-r", sandbox.kubelet().resolve("pods/" + LocalRequests.POD).toString());

    begin(volume(false, "Bound", "Delete"));
    pause.begun();
    assertThat(process.volumes().emptyDirs()).hasSize(1);
    pause.end();
    pause.begun();

    assertThat(process.volumes().emptyDirs()).isEmpty();
  }

  @Test
  void aNodeThatWasInstalledAnewDoesNotMakeAUsedVolumeAnew() throws IOException {
    Path target = sandbox.target(LocalRequests.POD, "data");
    var request = publish(target, CONTEXT).build();
    LocalSandbox.Started clustered = sandbox.start(known);
    assertThatThrownBy(() -> clustered.node().nodePublishVolume(request))
        .hasMessageContaining("UNAVAILABLE");

    begin(marked(volume(false, "Bound", "Delete")));

    until(() -> refusal(clustered, request).contains("was made on this node before"));
    assertThat(directory).doesNotExist();
    change(volume(false, "Bound", "Delete"));
    until(() -> refusal(clustered, request).isEmpty());
    assertThat(directory).isEmptyDirectory();
  }

  private static String refusal(LocalSandbox.Started process, NodePublishVolumeRequest request) {
    try {
      process.node().nodePublishVolume(request);
      return "";
    } catch (StatusRuntimeException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  private static VolumeObject marked(VolumeObject volume) {
    return new VolumeObject(
        volume.version(),
        new VolumeObject.Marks(
            volume.marks().labels(), Map.of(DRIVER.enforcedByAnnotation(), "none")),
        volume.life(),
        volume.source());
  }

  private void begin(VolumeObject volume) {
    object.put(volume);
    watch.list(
        "{\"metadata\": {\"resourceVersion\": \"1\"}, \"items\": [%s]}"
            .formatted(PlayedVolumeObjects.json(volume)));
    LocalNodeLoops begun =
        LocalNodeLoops.create(
            new ApiServer(server.orElseThrow().account(folder), Clock.systemUTC()),
            known,
            process.volumes(),
            sandbox.kubelet(),
            pause);
    loops = Optional.of(begun);
    begun.start();
  }

  private void change(VolumeObject volume) {
    object.put(volume);
    watch.send(
        "{\"type\": \"MODIFIED\", \"object\": %s}\n".formatted(PlayedVolumeObjects.json(volume)));
  }

  private boolean marked(String by) {
    return by.equals(
        object.now().orElseThrow().marks().annotations().get(DRIVER.enforcedByAnnotation()));
  }

  private boolean held() {
    return object.now().orElseThrow().life().finalizers().contains(DRIVER.finalizer());
  }

  private static VolumeObject volume(boolean deleted, String phase, String policy) {
    return new VolumeObject(
        new ObjectVersion(LocalRequests.VOLUME, "uid", "2"),
        new VolumeObject.Marks(Map.of(DRIVER.nodeLabel(), "node-a"), Map.of()),
        new VolumeObject.Life(deleted, List.of(DRIVER.finalizer()), phase, policy, true),
        new VolumeObject.Source(DRIVER.name(), LocalRequests.ID.value(), CONTEXT));
  }

  private static void until(BooleanSupplier reached) {
    while (!reached.getAsBoolean()) {
      // The class's time limit interrupts, and a spin would never notice.
      assertThat(Thread.currentThread().isInterrupted()).as("the time is over").isFalse();
      Thread.onSpinWait();
    }
  }
}
