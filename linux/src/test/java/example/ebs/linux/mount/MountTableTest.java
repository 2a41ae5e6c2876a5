package example.ebs.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.linux.device.DeviceNumber;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class MountTableTest {
  private static final String TEXT =
      """
          22 28 0:21 / /sys rw,nosuid,nodev,noexec,relatime shared:7 - sysfs sysfs rw
          28 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
          90 28 7:3 / /kubelet/staging rw,nosuid,noatime shared:9 master:2 - ext4 /dev/loop3 rw,lazytime
          91 28 7:3 / /kubelet/a\\040pod\\134x/target ro,nosuid,noatime - ext4 /dev/loop3 rw,lazytime
          92 28 7:3 /sub/path /kubelet/sub rw,relatime - ext4 /dev/loop3 rw
          93 28 0:6 /loop4 /kubelet/device rw,relatime shared:2 - devtmpfs devtmpfs rw,size=1k
          94 28 0:6 /xloop4 /kubelet/other rw,relatime shared:2 - devtmpfs devtmpfs rw,size=1k
          95 28 7:33 / /kubelet/staging ro - xfs /dev/loop33 ro
          96 28 0:25 /devices/loop5//deleted /kubelet/gone rw,relatime - tmpfs tmpfs rw
          """;
  private static final MountTable TABLE = MountTables.of(TEXT);

  @Test
  void findsTheTopmostMountByItsWholePath() {
    assertThat(TABLE.top(Path.of("/kubelet/staging")))
        .map(MountEntry::device)
        .contains(new DeviceNumber(7, 33));
    assertThat(TABLE.top(Path.of("/kubelet"))).isEmpty();
    assertThat(TABLE.top(Path.of("/kubelet/stag"))).isEmpty();
    assertThat(TABLE.top(Path.of("/"))).isPresent();
  }

  @Test
  void readsEscapedPaths() {
    Path path = Path.of("/kubelet/a pod\\x/target");

    assertThat(TABLE.top(path)).map(MountEntry::target).contains(path);
  }

  @Test
  void findsWhatLiesBeneathAFolderWhateverElseIsMounted() {
    // NUL stands for what Java cannot make a path of, such as an umlaut in the locale C.
    MountTable table = after("99 28 0:9 / /foreign\\000 rw - tmpfs none rw\n");

    assertThat(table.below(Path.of("/kubelet/staging"))).hasSize(2);
    assertThat(table.below(Path.of("/kubelet"))).hasSize(7);
    assertThat(table.below(Path.of("/kub"))).isEmpty();
    assertThat(TABLE.below(Path.of("/"))).hasSize(9);
    assertThat(table.firstBelow(Path.of("/kubelet"), mount -> mount.type().equals("xfs")))
        .map(MountEntry::device)
        .contains(new DeviceNumber(7, 33));
  }

  @Test
  void findsTheFirstMountOfADevice() {
    DeviceNumber device = new DeviceNumber(7, 3);

    assertThat(TABLE.firstOf(device, _ -> true))
        .map(MountEntry::target)
        .contains(Path.of("/kubelet/staging"));
    assertThat(TABLE.firstOf(device, mount -> !mount.isWhole()))
        .map(MountEntry::target)
        .contains(Path.of("/kubelet/sub"));
    assertThat(TABLE.firstOf(new DeviceNumber(7, 4), _ -> true)).isEmpty();
  }

  @Test
  void findsBoundDeviceNodesByNameAlsoThoseThatHaveLostIt() {
    assertThat(named("loop4")).contains(Path.of("/kubelet/device"));
    assertThat(named("loop5")).contains(Path.of("/kubelet/gone"));
    assertThat(named("oop4")).isEmpty();
  }

  private static Optional<Path> named(String name) {
    return TABLE.firstOf(Set.of(), Set.of(name), _ -> true).map(MountEntry::target);
  }

  @Test
  void findsTheMountThatShowsAPath() {
    assertThat(TABLE.covering(Path.of("/kubelet/staging/a/b")))
        .map(MountEntry::device)
        .contains(new DeviceNumber(7, 33));
    assertThat(TABLE.covering(Path.of("/kubelet/sta")))
        .map(MountEntry::target)
        .contains(Path.of("/"));
  }

  @Test
  void aFolderWithALineEndInItsNameForgesNoMount() {
    MountTable table = after("99 28 0:9 / /x\r1 1 7:9 / /kubelet/forged rw - ext4 y rw\n");

    assertThat(table.firstOf(new DeviceNumber(7, 9), _ -> true)).isEmpty();
    assertThat(table.top(Path.of("/kubelet/forged"))).isEmpty();
  }

  @Test
  void aLineOfAnyLengthHidesNoOther() {
    String options = "lowerdir=" + "x".repeat(1 << 20);
    MountTable table = after("99 28 0:9 / /long rw - overlay none sync," + options + "\n");

    assertThat(table.top(Path.of("/long")).orElseThrow().filesystemFlags())
        .isEqualTo(new MountFlags(MountFlags.SYNCHRONOUS));
    assertThat(table.top(Path.of("/kubelet/sub"))).isPresent();
  }

  private static MountTable after(String lines) {
    return MountTables.of(lines + TEXT);
  }

  @Test
  void tellsTheFlagsOfTheMountFromThoseOfTheFilesystem() {
    MountEntry entry = TABLE.firstOf(new DeviceNumber(7, 3), _ -> true).orElseThrow();

    assertThat(entry.flags()).isEqualTo(new MountFlags(MountFlags.NOSUID | MountFlags.NOATIME));
    assertThat(entry.filesystemFlags()).isEqualTo(new MountFlags(MountFlags.LAZYTIME));
    assertThat(entry.type()).isEqualTo("ext4");
  }

  @Test
  void anEmptyTableHasNoMounts() {
    assertThat(MountTables.of("").top(Path.of("/"))).isEmpty();
  }

  @Property(tries = 200)
  void whatTheKernelEscapesIsReadBack(@ForAll String text) {
    assertThat(MountLine.unescape(MountLine.escape(text))).isEqualTo(text);
  }
}
