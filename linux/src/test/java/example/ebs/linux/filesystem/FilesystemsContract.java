package example.ebs.linux.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.linux.RootOnly;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What everybody relies on, of the fake and of the real adapter alike. */
abstract class FilesystemsContract {
  private @TempDir Path folder;

  abstract Filesystems filesystems();

  /** A device that is blank, or holds what cannot be anybody's filesystem. */
  abstract VolumeDevice device(Path directory, boolean blank, boolean readOnly) throws IOException;

  @ParameterizedTest
  @EnumSource
  void aBlankDeviceIsFormattedAsAsked(FilesystemType type) throws IOException {
    RootOnly.requireTool("mkfs." + type.kernelName());
    VolumeDevice device = device(folder, true, false);
    assertThat(filesystems().read(device)).isEqualTo(new DeviceContent.Blank());

    filesystems().format(device, type);

    assertThat(filesystems().read(device))
        .isInstanceOfSatisfying(
            DeviceContent.Filesystem.class,
            made -> {
              assertThat(made.type()).isEqualTo(type.kernelName());
              assertThat(made.needsCheck()).isFalse();
            });
    filesystems().check(device, type);
  }

  @Test
  void aDeviceIsFormattedOnce() throws IOException {
    VolumeDevice device = device(folder, true, false);
    filesystems().format(device, FilesystemType.EXT4);
    DeviceContent made = filesystems().read(device);

    assertThatThrownBy(() -> filesystems().format(device, FilesystemType.EXT4))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining(device.device().node().toString());
    assertThat(filesystems().read(device)).isEqualTo(made);
  }

  @Test
  void whatIsNotBlankIsNotFormatted() throws IOException {
    VolumeDevice device = device(folder, false, false);
    DeviceContent before = filesystems().read(device);

    assertThatThrownBy(() -> filesystems().format(device, FilesystemType.EXT4))
        .isInstanceOf(Failure.PreconditionFailed.class);
    assertThat(filesystems().read(device)).isEqualTo(before);
  }

  @Test
  void whatIsReadOnlyIsNotFormatted() throws IOException {
    VolumeDevice device = device(folder, true, true);

    assertThatThrownBy(() -> filesystems().format(device, FilesystemType.EXT4))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("read-only");
    assertThat(filesystems().read(device)).isEqualTo(new DeviceContent.Blank());
  }
}
