package example.ebs.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.path.KubeletDirectory;
import example.ebs.linux.path.Place;
import example.ebs.linux.path.TargetPath;
import example.ebs.linux.path.Targets;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.LinuxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What everybody relies on, of the fake and of the real kernel alike. */
abstract class MounterContract {
  private final Targets targets = new Targets(new LinuxFiles());

  abstract Mounter mounter();

  /** A folder of the test's own; whatever is mounted there is unmounted afterwards. */
  abstract Path folder();

  /** A block device with an ext4 filesystem. */
  abstract Path device() throws IOException;

  @Test
  void aMountShowsItsDeviceTypeAndFlags() throws IOException {
    try (Place place = targets.directory(target("a"))) {
      mounter().mount(ext4("nosuid", "noatime", "lazytime"), place);
    }

    MountEntry entry = only("a");
    assertThat(entry.type()).isEqualTo("ext4");
    assertThat(entry.isWhole()).isTrue();
    assertThat(entry.flags()).isEqualTo(options("nosuid", "noatime").set());
    assertThat(entry.filesystemFlags()).isEqualTo(options("lazytime").set());
    assertThat(mounter().mounts().firstOf(entry.device(), _ -> true)).contains(entry);
  }

  @Test
  void aBindMountBeginsWithTheFlagsOfItsSource() throws IOException {
    mountAt("a", "nodev", "noexec");
    bind("a", "b");

    assertThat(only("b").flags()).isEqualTo(only("a").flags());
    assertThat(only("b").device()).isEqualTo(only("a").device());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ro", "noexec,noatime", "suid", "strictatime", "ro,nosuid,diratime"})
  void aBindMountHasFlagsOfItsOwnFromTheBeginning(String changes) throws IOException {
    mountAt("a", "nosuid", "nodiratime");
    MountFlags before = only("a").flags();

    bind("a", "b", changes);

    assertThat(only("b").flags()).isEqualTo(options(changes).changing(before));
    assertThat(only("a").flags()).isEqualTo(before);
  }

  @Test
  void aDeviceNodeIsBoundToAFileForReadingOnly() throws IOException {
    try (Place place = targets.file(target("file"))) {
      mounter().bind(device(), place, options("ro"));
    }

    assertThat(only("file").flags().isReadOnly()).isTrue();
    assertThat(unmount("file")).isTrue();
  }

  @Test
  void aMountIsFoundByItsNameAndFromInside() throws IOException {
    mountAt("a");
    bind("a", "b");
    DeviceNumber device = only("a").device();

    assertThat(mountedAt("a")).contains(device);
    assertThat(mountedAt("b")).contains(device);
    try (Place opened = targets.existingDirectory(target("b")).orElseThrow()) {
      assertThat(mounter().mountedAt(opened.self(), "")).contains(device);
    }
  }

  @Test
  void aFileThatADeviceNodeIsBoundToIsAMount() throws IOException {
    try (Place place = targets.file(target("file"))) {
      assertThat(mountedAt("file")).isEmpty();
      mounter().bind(device(), place, MountOptions.NONE);
    }

    assertThat(mountedAt("file")).contains(only("file").device());
  }

  @Test
  void whatIsNoMountIsNotTakenForOne() throws IOException {
    mountAt("a");
    Files.createDirectories(folder().resolve("outer/inner"));
    bind("a", "outer/inner");
    Files.createSymbolicLink(folder().resolve("link"), folder().resolve("a"));

    assertThat(mountedAt("outer")).isEmpty();
    assertThat(mountedAt("link")).isEmpty();
    assertThat(mountedAt("absent")).isEmpty();
  }

  @Test
  void whatIsNoMountAnyMoreIsNotTakenForOne() throws IOException {
    mountAt("a");
    bind("a", "b");
    assertThat(unmount("b")).isTrue();

    assertThat(mountedAt("b")).isEmpty();
    assertThat(mountedAt("a")).isPresent();
  }

  @Test
  void unmountTakesTheTopmostOnly() throws IOException {
    mountAt("a");
    bind("a", "b");
    bind("a", "b");
    assertThat(at("b")).hasSize(2);

    assertThat(unmount("b")).isTrue();

    assertThat(at("b")).hasSize(1);
    assertThat(at("a")).hasSize(1);
    assertThat(unmount("b")).isTrue();
    assertThat(at("b")).isEmpty();
  }

  @Test
  void unmountSaysWhenThereIsNothing() throws IOException {
    Files.createDirectory(folder().resolve("folder"));
    Files.createFile(folder().resolve("file"));

    assertThat(unmount("folder")).isFalse();
    assertThat(unmount("file")).isFalse();
    assertThat(unmount("absent")).isFalse();
  }

  @Test
  void unmountFollowsNoSymbolicLinkToAMount() throws IOException {
    mountAt("a");
    Files.createSymbolicLink(folder().resolve("link"), folder().resolve("a"));

    assertThat(unmount("link")).isFalse();
    assertThat(at("a")).hasSize(1);
  }

  @Test
  void whatIsMountedBeneathAFolderDoesNotMakeItAMount() throws IOException {
    mountAt("a");
    Files.createDirectories(folder().resolve("outer/inner"));
    bind("a", "outer/inner");

    assertThat(unmount("outer")).isFalse();
    assertThat(at("outer/inner")).hasSize(1);
  }

  @Test
  void aDeviceNodeIsBoundToAFile() throws IOException {
    try (Place place = targets.file(target("file"))) {
      mounter().bind(device(), place, MountOptions.NONE);
    }

    assertThat(only("file").isWhole()).isFalse();
    Path file = folder().resolve("file");
    Set<String> names = Set.of(String.valueOf(device().getFileName()));
    assertThat(mounter().mounts().firstOf(Set.of(), names, mount -> mount.target().equals(file)))
        .isPresent();
    assertThat(unmount("file")).isTrue();
    assertThat(at("file")).isEmpty();
  }

  @Test
  void aDeviceThatIsNotThereCannotBeMounted() throws IOException {
    FilesystemMount absent =
        new FilesystemMount(folder().resolve("absent"), "ext4", MountOptions.parse(List.of()));
    try (Place place = targets.directory(target("a"))) {
      assertThatThrownBy(() -> mounter().mount(absent, place))
          .isInstanceOf(Failure.Unavailable.class)
          .hasMessageContaining("absent");
    }
    assertThat(at("a")).isEmpty();
  }

  Targets targets() {
    return targets;
  }

  TargetPath target(String name) {
    return new KubeletDirectory(folder()).parse("path", folder().resolve(name).toString());
  }

  FilesystemMount ext4(String... options) throws IOException {
    return new FilesystemMount(device(), "ext4", options(options));
  }

  void mountAt(String name, String... options) throws IOException {
    try (Place place = targets.directory(target(name))) {
      mounter().mount(ext4(options), place);
    }
  }

  private void bind(String source, String name, String... changes) {
    try (Place from = targets.existingDirectory(target(source)).orElseThrow();
        Place to = targets.directory(target(name))) {
      mounter().bind(from.opened(), to, options(changes));
    }
  }

  private boolean unmount(String name) {
    return mounter().unmount(folder().resolve(name), folder().resolve(name).toString());
  }

  private Optional<DeviceNumber> mountedAt(String name) {
    try (Descriptor folder = targets.parent(target(name)).orElseThrow()) {
      return mounter().mountedAt(folder, name);
    }
  }

  private List<MountEntry> at(String name) {
    return MountTables.at(mounter().mounts(), folder().resolve(name));
  }

  MountEntry only(String name) {
    assertThat(at(name)).hasSize(1);
    return at(name).getFirst();
  }

  private static MountOptions options(String... options) {
    return MountOptions.parse(List.of(options));
  }
}
