package example.ebs.local;

import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.mount.FilesystemMount;
import example.ebs.linux.mount.MountOptions;
import example.ebs.linux.mount.MountTable;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.path.Place;
import example.ebs.linux.system.Descriptor;
import java.io.ByteArrayInputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Another mounter, on a machine whose whole file tree is one mount. */
record RootedMounter(Mounter mounter) implements Mounter {
  private static final String TOP = "1 0 0:1 / / rw,relatime shared:1 - ext4 none rw\n";

  @Override
  public MountTable mounts() {
    MountTable inner = mounter.mounts();
    return new MountTable(
        () ->
            new SequenceInputStream(
                new ByteArrayInputStream(TOP.getBytes(StandardCharsets.UTF_8)),
                inner.source().open()));
  }

  @Override
  public Optional<DeviceNumber> mountedAt(Descriptor folder, String name) {
    return mounter.mountedAt(folder, name);
  }

  @Override
  public boolean showsWhole(Place mounted) {
    return mounter.showsWhole(mounted);
  }

  @Override
  public void mount(FilesystemMount filesystem, Place target) {
    mounter.mount(filesystem, target);
  }

  @Override
  public void bind(Path source, Place target, MountOptions options) {
    mounter.bind(source, target, options);
  }

  @Override
  public boolean unmount(Path path, String name) {
    return mounter.unmount(path, name);
  }
}
