package example.ebs.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.Shell;
import example.ebs.csi.failure.Failure;
import example.ebs.linux.LoopVolume;
import example.ebs.linux.RootOnly;
import example.ebs.linux.path.Place;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.linux.system.LinuxMounts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract with the kernel, and what the kernel refuses. */
final class LinuxMounterTest extends MounterContract {
  private final Mounter mounter = new LinuxMounter(new LinuxMounts(), new LinuxFiles());
  private @TempDir Path temporary;
  private LoopVolume volume;

  @BeforeEach
  void attach() throws IOException {
    RootOnly.require();
    Files.createDirectories(folder());
    volume = LoopVolume.attach(temporary, temporary, "vol-0123456789abcdef0", 32);
    Shell.run("mkfs.ext4", "-q", "-F", volume.device().toString());
  }

  @AfterEach
  void detach() throws IOException {
    if (volume != null) {
      String mine = "grep -F ' " + folder() + "/' /proc/self/mountinfo";
      Shell.result("sh", "-c", mine + " | cut -d' ' -f5 | tac | xargs -r umount");
      volume.close();
    }
  }

  @Override
  Mounter mounter() {
    return mounter;
  }

  @Override
  Path folder() {
    return temporary.resolve("kubelet");
  }

  @Override
  Path device() {
    return volume.device();
  }

  @Test
  void whatIsInUseIsNotUnmounted() throws IOException {
    mountAt("a");
    Path file = Files.writeString(folder().resolve("a/file"), "x");
    try (InputStream _ = Files.newInputStream(file)) {
      assertThatThrownBy(() -> mounter.unmount(folder().resolve("a"), "it"))
          .isInstanceOf(Failure.InUse.class);
    }
    assertThat(mounter.unmount(folder().resolve("a"), "it")).isTrue();
  }

  @Test
  void anOptionThatNobodyKnowsIsTheCallersFaultAndNotShown() throws IOException {
    assertThatThrownBy(() -> mountAt("a", "secret=42"))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining("not shown")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aFilesystemThatTheKernelDoesNotKnowSaysSo() {
    FilesystemMount unknown = new FilesystemMount(device(), "ebsfs", MountOptions.parse(List.of()));
    try (Place place = targets().directory(target("a"))) {
      assertThatThrownBy(() -> mounter.mount(unknown, place))
          .isInstanceOf(Failure.PreconditionFailed.class)
          .hasMessageContaining("kernel module");
    }
  }

  @Test
  void aDamagedFilesystemSaysSo() throws IOException {
    Shell.run("dd", "if=/dev/urandom", "of=" + device(), "bs=1k", "seek=2", "count=512");

    assertThatThrownBy(() -> mountAt("a"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(device().toString());
  }

  @Test
  void aFilesystemThatAnswersNothingIsMountedAllTheSame() throws IOException {
    try (LoopVolume dead = LoopVolume.attach(temporary, temporary, "vol-0fedcba9876543210", 320)) {
      Shell.run("mkfs.xfs", "-q", dead.device().toString());
      try (Place place = targets().directory(target("xfs"))) {
        mounter.mount(
            new FilesystemMount(dead.device(), "xfs", MountOptions.parse(List.of())), place);
      }
      Path top = folder().resolve("xfs");
      Shell.run("xfs_io", "-x", "-c", "shutdown", top.toString());
      assertThatThrownBy(() -> Files.readAttributes(top, BasicFileAttributes.class))
          .isInstanceOf(IOException.class);

      try (Descriptor folder = targets().parent(target("xfs")).orElseThrow()) {
        assertThat(mounter.mountedAt(folder, "xfs")).contains(only("xfs").device());
      }
      assertThat(mounter.unmount(top, "it")).isTrue();
    }
  }

  @Test
  void aReadOnlyDeviceAsksForReadOnly() throws IOException {
    Shell.run("blockdev", "--setro", device().toString());

    assertThatThrownBy(() -> mountAt("a"))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("option ro");
    mountAt("b", "ro");
    assertThat(only("b").flags().isReadOnly()).isTrue();
  }
}
