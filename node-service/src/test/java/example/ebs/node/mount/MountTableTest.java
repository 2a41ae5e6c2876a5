package example.ebs.node.mount;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.node.device.DeviceNumber;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class MountTableTest {
  private static final MountTable TABLE =
      new MountTable(
          """
          22 28 0:21 / /sys rw,nosuid,nodev,noexec,relatime shared:7 - sysfs sysfs rw
          28 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
          90 28 7:3 / /kubelet/staging rw,nosuid,noatime shared:9 master:2 - ext4 /dev/loop3 rw,lazytime
          91 28 7:3 / /kubelet/a\\040pod\\134x/target ro,nosuid,noatime - ext4 /dev/loop3 rw,lazytime
          92 28 7:3 /sub/path /kubelet/sub rw,relatime - ext4 /dev/loop3 rw
          93 28 0:6 /loop4 /kubelet/device rw,relatime shared:2 - devtmpfs devtmpfs rw,size=1k
          94 28 0:6 /xloop4 /kubelet/other rw,relatime shared:2 - devtmpfs devtmpfs rw,size=1k
          95 28 7:33 / /kubelet/staging ro - xfs /dev/loop33 ro
          """);

  @Test
  void findsMountsByTheirWholePathTheTopmostLast() {
    assertThat(TABLE.at(Path.of("/kubelet/staging")))
        .extracting(MountEntry::device)
        .containsExactly(new DeviceNumber(7, 3), new DeviceNumber(7, 33));
    assertThat(TABLE.at(Path.of("/kubelet"))).isEmpty();
    assertThat(TABLE.at(Path.of("/kubelet/stag"))).isEmpty();
    assertThat(TABLE.at(Path.of("/"))).hasSize(1);
  }

  @Test
  void readsEscapedPaths() {
    Path path = Path.of("/kubelet/a pod\\x/target");

    assertThat(TABLE.at(path)).singleElement().extracting(MountEntry::target).isEqualTo(path);
  }

  @Test
  void findsWhatLiesBeneathAFolderWhateverElseIsMounted() {
    // NUL stands for what Java cannot make a path of, such as an umlaut in the locale C.
    MountTable table =
        new MountTable("99 28 0:9 / /foreign\\000 rw - tmpfs none rw\n" + TABLE.text());

    assertThat(table.below(Path.of("/kubelet/staging"))).hasSize(2);
    assertThat(table.below(Path.of("/kubelet"))).hasSize(6);
    assertThat(table.below(Path.of("/kub"))).isEmpty();
    assertThat(TABLE.below(Path.of("/"))).hasSize(8);
  }

  @Test
  void findsAllMountsOfADevice() {
    List<MountEntry> found = TABLE.of(new DeviceNumber(7, 3));

    assertThat(found).hasSize(3);
    assertThat(found).filteredOn(MountEntry::isWhole).hasSize(2);
  }

  @Test
  void findsBoundDeviceNodesByName() {
    assertThat(TABLE.ofFilesNamed("loop4"))
        .extracting(MountEntry::target)
        .containsExactly(Path.of("/kubelet/device"));
  }

  @Test
  void tellsTheFlagsOfTheMountFromThoseOfTheFilesystem() {
    MountEntry entry = TABLE.at(Path.of("/kubelet/staging")).getFirst();

    assertThat(entry.flags()).isEqualTo(new MountFlags(MountFlags.NOSUID | MountFlags.NOATIME));
    assertThat(entry.filesystemFlags()).isEqualTo(new MountFlags(MountFlags.LAZYTIME));
    assertThat(entry.type()).isEqualTo("ext4");
  }

  @Test
  void anEmptyTableHasNoMounts() {
    assertThat(new MountTable("").at(Path.of("/"))).isEmpty();
  }

  @Property(tries = 200)
  void whatTheKernelEscapesIsReadBack(@ForAll String text) {
    assertThat(MountTable.unescape(MountTable.escape(text))).isEqualTo(text);
  }
}
