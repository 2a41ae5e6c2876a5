package example.ebs.csi.model;

import example.ebs.csi.failure.Failure;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A filesystem that a node makes on a blank volume. This is the only list of them: what a class may
 * ask for, what an image may hold and what the demo offers follow from it.
 */
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
                        "filesystem " + text + " is not supported; ask for " + alternatives())));
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

  @Override
  public String toString() {
    return kernelName();
  }

  /** All names, for a message: "ext4 or xfs". */
  public static String alternatives() {
    return Arrays.stream(values())
        .map(FilesystemType::kernelName)
        .collect(Collectors.joining(" or "));
  }
}
