package example.ebs.node.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.Shell;
import example.ebs.csi.failure.Failure;
import example.ebs.linux.RootOnly;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeviceFolderTest {
  @TempDir private Path folder;

  @Test
  void aFolderInWhichDevicesOpenIsUsableAndLeftAsItIs() {
    RootOnly.require();

    new DeviceFolder(folder).requireUsable();

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatIsMountedNodevIsRefusedWithThatReason() {
    RootOnly.require();
    Shell.run("mount", "-t", "tmpfs", "-o", "nodev,size=1M", "test", folder.toString());
    try {
      assertThatThrownBy(() -> new DeviceFolder(folder).requireUsable())
          .isInstanceOf(Failure.PreconditionFailed.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("nodev");
      assertThat(folder).isEmptyDirectory();
    } finally {
      Shell.run("umount", folder.toString());
    }
  }

  @Test
  void aFolderThatTheEmulatorHasNotMadeIsRefusedWithWhatToShare() {
    assertThatThrownBy(() -> new DeviceFolder(folder.resolve("i-1")).requireUsable())
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("--device-root");
  }
}
