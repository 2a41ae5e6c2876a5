package example.ebs.linux.mount;

import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.path.Place;
import example.ebs.linux.system.Descriptor;
import java.nio.file.Path;
import java.util.Optional;

/** Mounting as a seam. Every method throws a {@code Failure} that names the place. */
public interface Mounter {
  /** What is mounted now. */
  MountTable mounts();

  /**
   * The device of the filesystem that is topmost at that name; empty when nothing is mounted there,
   * or nothing has that name. Takes the same time however much is mounted elsewhere.
   *
   * @param name in the folder, and no symbolic link is followed there; empty for the folder itself
   */
  Optional<DeviceNumber> mountedAt(Descriptor folder, String name);

  /** Whether what is mounted at that place is all of a filesystem, and not a folder of it. */
  boolean showsWhole(Place mounted);

  /** Mounts a filesystem; nothing may be mounted there yet. */
  void mount(FilesystemMount filesystem, Place target);

  /**
   * Makes a directory or file appear at the target as well, with the flags that its own mount has,
   * changed as the options ask; those of filesystems count for nothing here.
   *
   * <p>Never appears with other flags than these, not even if this process is killed: a retry could
   * not tell a mount that is still to become read-only from one that is not.
   */
  void bind(Path source, Place target, MountOptions options);

  /**
   * Unmounts the topmost mount at that path, also one whose device is gone.
   *
   * @param path leads there; a symbolic link at its end is not followed
   * @param name what to call it in a message
   * @return false when nothing is mounted there
   */
  boolean unmount(Path path, String name);
}
