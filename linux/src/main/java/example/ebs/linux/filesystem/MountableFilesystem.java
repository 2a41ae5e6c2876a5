package example.ebs.linux.filesystem;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A filesystem that is mounted where it is found on a volume; some of them are also made.
 *
 * <p>Not btrfs: the kernel shows a number of its own in the mount table in place of the device's,
 * so that nothing would prove which volume is mounted.
 */
public enum MountableFilesystem {
  EXT2(FilesystemType.EXT4),
  EXT3(FilesystemType.EXT4),
  EXT4(FilesystemType.EXT4),
  XFS(FilesystemType.XFS);

  private final FilesystemType family;

  MountableFilesystem(FilesystemType family) {
    this.family = family;
  }

  /**
   * The filesystem that was asked for; empty when any will do.
   *
   * @throws Failure.InvalidRequest when it is none of these
   */
  public static Optional<MountableFilesystem> parse(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        named(text)
            .orElseThrow(
                () ->
                    new Failure.InvalidRequest(
                        "filesystem %s is not supported; ask for one of %s, or for a block volume"
                            .formatted(text, all()))));
  }

  /** The filesystem that has this name. */
  public static Optional<MountableFilesystem> named(String text) {
    return Arrays.stream(values()).filter(each -> each.kernelName().equals(text)).findFirst();
  }

  /** All names, for a message. */
  public static String all() {
    return Arrays.stream(values())
        .map(MountableFilesystem::kernelName)
        .collect(Collectors.joining(", "));
  }

  /** As the kernel and the request call it. */
  public String kernelName() {
    return switch (this) {
      case EXT2 -> "ext2";
      case EXT3 -> "ext3";
      case EXT4, XFS -> family.kernelName();
    };
  }

  /** The one that is made and whose programs and mount options serve this one, too. */
  public FilesystemType family() {
    return family;
  }

  /**
   * The mount option with which the kernel leaves the journal as it is, also a dirty one; empty
   * when it has none.
   */
  public Optional<String> withoutReplay() {
    return switch (this) {
      case EXT2 -> Optional.empty();
      case EXT3, EXT4 -> Optional.of("noload");
      case XFS -> Optional.of("norecovery");
    };
  }

  /** As what it is made on a blank device; empty when it never is. */
  public Optional<FilesystemType> made() {
    return switch (this) {
      case EXT2, EXT3 -> Optional.empty();
      case EXT4, XFS -> Optional.of(family);
    };
  }
}
