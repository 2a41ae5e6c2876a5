package example.ebs.linux.filesystem;

import example.ebs.csi.failure.Failure;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A filesystem that this driver makes, checks and mounts. */
public enum FilesystemType {
  EXT4,
  XFS;

  /**
   * The type that was asked for; empty when it is the driver's choice.
   *
   * @throws Failure.InvalidRequest when it is none of these
   */
  public static Optional<FilesystemType> parse(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        named(text)
            .orElseThrow(
                () ->
                    new Failure.InvalidRequest(
                        "filesystem " + text + " is not supported; ask for one of " + all())));
  }

  /** The type that has this name. */
  public static Optional<FilesystemType> named(String text) {
    return Arrays.stream(values()).filter(type -> type.kernelName().equals(text)).findFirst();
  }

  /** As the kernel and the request call it. */
  public String kernelName() {
    return switch (this) {
      case EXT4 -> "ext4";
      case XFS -> "xfs";
    };
  }

  private static String all() {
    return Arrays.stream(values())
        .map(FilesystemType::kernelName)
        .collect(Collectors.joining(", "));
  }
}
