package example.ebs.local;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.work.SeparateTasks;
import example.ebs.linux.filesystem.InMemoryFilesystems;
import example.ebs.linux.mount.InMemoryMounter;
import example.ebs.linux.mount.MountEntry;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.local.model.DirectoryName;
import example.ebs.local.model.InlineBounds;
import example.ebs.local.model.LocalDriver;
import example.ebs.local.model.LocalRoots;
import example.ebs.local.model.LocalVolumeId;
import example.ebs.local.volume.VolumeHistory;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.proto.csi.NodePublishVolumeRequest;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Whatever volumes, directories, paths and targets are called, nothing outside is touched. */
final class HostileNamesProperties {
  private static final String SENTINEL = "untouched";

  private Path folder = Path.of("/nowhere");
  private InMemoryMounter mounter = new InMemoryMounter();
  private LocalNodeService service = service(folder, mounter);

  @BeforeProperty
  void plant() throws IOException {
    folder = Files.createTempDirectory(fast(), "ebs-hostile-").toRealPath();
    Files.createDirectories(folder.resolve("kubelet/pods/a"));
    Files.createDirectories(folder.resolve("own/hostpath"));
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve(SENTINEL), SENTINEL);
    Files.createSymbolicLink(folder.resolve("kubelet/pods/link"), outside);
    Path allowed = Files.createDirectories(folder.resolve("own/allowed"));
    Files.createDirectory(allowed.resolve("fine"));
    Files.createSymbolicLink(allowed.resolve("link"), outside);
    Files.createSymbolicLink(allowed.resolve("up"), Path.of(".."));
    Files.createSymbolicLink(allowed.resolve("root"), folder.resolve("own/hostpath"));
    Files.createSymbolicLink(folder.resolve("own/way"), allowed);
    mounter = new InMemoryMounter();
    service = service(folder, mounter);
  }

  /** In memory where that is possible, because every record is forced to disk. */
  private static Path fast() {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
  }

  @AfterProperty
  void clean() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
  void nothingOutsideTheRootsIsTouched(
      @ForAll("names") String name,
      @ForAll("names") String directory,
      @ForAll("names") String target,
      @ForAll boolean linked)
      throws IOException {
    Path link = folder.resolve("own/hostpath").resolve(DirectoryName.of(name).value());
    if (linked && !Files.exists(link)) {
      Files.createSymbolicLink(link, folder.resolve("outside"));
    }

    create(name);
    publish(LocalVolumeId.ofVolume(name).value(), directory, target);
    publish(name, directory, target);
    delete(name);

    if (Files.isSymbolicLink(link)) {
      Files.delete(link);
    }
    requireUntouched();
  }

  /** Beneath what is allowed lie links to what is not. */
  @Property(tries = 5_000, shrinking = ShrinkingMode.OFF)
  void noPathLeadsOutOfWhatTheAdministratorAllows(@ForAll("ways") String way) {
    Path target = folder.resolve("kubelet/pods/a/existing");
    attempt(
        service.node()::nodePublishVolume,
        publishRequest(LocalVolumeId.ofVolume("x").value(), target.toString())
            .putVolumeContext("path", folder + "/" + way)
            .build());

    // The table names what is shown by its last name, and only these may be.
    assertThat(mounter.at(target)).extracting(MountEntry::root).isSubsetOf("/fine", "/allowed");
    attempt(
        service.node()::nodeUnpublishVolume,
        LocalRequests.unpublish(LocalVolumeId.ofVolume("x").value(), target));
  }

  @Provide
  Arbitrary<String> ways() {
    return Arbitraries.of(
            "way", "own", "allowed", "fine", "link", "up", "root", "..", "hostpath", "outside")
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(list -> String.join("/", list));
  }

  private void create(String name) {
    attempt(
        service.controller()::createVolume,
        CreateVolumeRequest.newBuilder()
            .setName(name)
            .addVolumeCapabilities(LocalRequests.mount())
            .putParameters("mode", "hostPath")
            .putParameters("enforce", "none")
            .putParameters("csi.storage.k8s.io/pvc/name", name)
            .build());
  }

  private void publish(String id, String directory, String target) {
    Path pods = folder.resolve("kubelet/pods");
    for (String key : List.of("directory", "path")) {
      attempt(
          service.node()::nodePublishVolume,
          publishRequest(id, pods + "/" + target).putVolumeContext(key, directory).build());
    }
    attempt(
        service.node()::nodeUnpublishVolume,
        LocalRequests.unpublish(id, Path.of("/")).toBuilder()
            .setTargetPath(pods + "/" + target)
            .build());
  }

  private static NodePublishVolumeRequest.Builder publishRequest(String id, String target) {
    return NodePublishVolumeRequest.newBuilder()
        .setVolumeId(id)
        .setTargetPath(target)
        .setVolumeCapability(LocalRequests.mount())
        .putVolumeContext("mode", "hostPath")
        .putVolumeContext("enforce", "none");
  }

  private void delete(String name) {
    for (String id : List.of(name, LocalVolumeId.ofVolume(name).value())) {
      attempt(
          service.controller()::deleteVolume,
          DeleteVolumeRequest.newBuilder().setVolumeId(id).build());
    }
  }

  /** To be refused is well; to stumble is not. */
  private static <Q, A> void attempt(Call<Q, A> call, Q request) {
    try {
      call.make(request, new Ignored<>());
    } catch (Failure refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  private void requireUntouched() throws IOException {
    Path outside = folder.resolve("outside");
    assertThat(outside.toFile().list()).containsExactly(SENTINEL);
    assertThat(outside.resolve(SENTINEL)).hasContent(SENTINEL);
    assertThat(Files.getAttribute(outside, "unix:mode")).isNotEqualTo(040777);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("outside", "kubelet", "own");
    assertThat(folder.resolve("kubelet").toFile().list()).containsExactly("pods");
  }

  @Provide
  Arbitrary<String> names() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "..",
            ".",
            "/",
            "a",
            "b",
            "link",
            "outside",
            "\0",
            "\n",
            " ",
            "é",
            "\uD83D\uDE00",
            "\uD800",
            ".trash",
            ".records",
            ".images",
            ".making",
            "~",
            "%2e%2e",
            "\\",
            "$(id)",
            "a".repeat(260),
            "é".repeat(130));
    return Arbitraries.oneOf(
        pieces.list().ofMinSize(1).ofMaxSize(6).map(list -> String.join("", list)),
        pieces.list().ofMinSize(1).ofMaxSize(4).map(list -> String.join("/", list)),
        Arbitraries.strings().ofMaxLength(300));
  }

  private static LocalNodeService service(Path folder, InMemoryMounter mounter) {
    Path own = folder.resolve("own");
    LocalRoots roots =
        new LocalRoots(
            LocalRoots.standard(own).general(),
            Map.of(),
            List.of(folder.resolve("none"), own.resolve("allowed"), own.resolve("way")),
            InlineBounds.NONE);
    return LocalNodeService.create(
        new LocalNodeConfig(
            new LocalDriver("ebs.example"), "node-a", own, roots, folder.resolve("kubelet")),
        new LocalNodeService.Machine(
            new LinuxFiles(),
            new RootedMounter(mounter),
            mounter,
            new LocalNodeService.Disks(
                new NoLoopDevices(), new InMemoryFilesystems(), new NoQuota()),
            new SeparateTasks(Clock.systemUTC()),
            Clock.systemUTC()),
        VolumeHistory.NONE);
  }

  private interface Call<Q, A> {
    void make(Q request, StreamObserver<A> observer);
  }

  private record Ignored<A>() implements StreamObserver<A> {
    @Override
    public void onNext(A value) {}

    @Override
    public void onError(Throwable failed) {}

    @Override
    public void onCompleted() {}
  }
}
