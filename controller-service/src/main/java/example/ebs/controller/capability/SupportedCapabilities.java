package example.ebs.controller.capability;

import example.ebs.csi.model.AccessMode;
import example.ebs.csi.model.FilesystemType;
import example.ebs.csi.model.VolumeCapability;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which uses this driver supports: one node that writes, through a filesystem or as a raw device,
 * and many nodes only as a raw device.
 *
 * <p>Many nodes with a filesystem would destroy it: ext4 and xfs know nothing of a second kernel.
 * Read-only modes wait until the node service can promise them.
 */
public final class SupportedCapabilities {
  /** The filesystems that a node mounts where somebody else made them. */
  private static final Set<String> MOUNTED = Set.of("ext2", "ext3");

  private SupportedCapabilities() {}

  /** Why the first unsupported one of them is not supported; empty when all are. */
  public static Optional<String> objection(List<VolumeCapability> capabilities) {
    return capabilities.stream().flatMap(each -> objection(each).stream()).findFirst();
  }

  /**
   * Why this use is not supported; empty when it is. Says nothing of the filesystem: what a volume
   * holds, only its node can see.
   */
  public static Optional<String> objection(VolumeCapability capability) {
    return modeObjection(capability.mode(), capability.access() instanceof VolumeCapability.Block);
  }

  /** Why no new volume is made for one of these uses; empty when it is. */
  public static Optional<String> creationObjection(List<VolumeCapability> capabilities) {
    return filesystems(capabilities)
        .flatMap(each -> creationObjection(each).stream())
        .findFirst()
        .or(() -> objection(capabilities));
  }

  /** Why an existing volume cannot be used so, whatever it holds; empty when it may be. */
  public static Optional<String> useObjection(List<VolumeCapability> capabilities) {
    return filesystems(capabilities)
        .filter(each -> !isMade(each) && !MOUNTED.contains(each))
        .map(each -> "nodes do not mount the filesystem %s".formatted(each))
        .findFirst()
        .or(() -> objection(capabilities));
  }

  /** Whether one of them wants the volume on several nodes at once. */
  public static boolean needMultiAttach(List<VolumeCapability> capabilities) {
    return capabilities.stream().anyMatch(each -> each.mode().isMultiNode());
  }

  /** Why no volume is made with this filesystem; empty when it is. */
  public static Optional<String> creationObjection(String filesystem) {
    return isMade(filesystem)
        ? Optional.empty()
        : Optional.of(
            "the filesystem must be %s, and \"%s\" is not"
                .formatted(FilesystemType.alternatives(), filesystem));
  }

  /** An empty name leaves the choice to the node. */
  private static boolean isMade(String filesystem) {
    return filesystem.isEmpty() || FilesystemType.named(filesystem).isPresent();
  }

  private static Stream<String> filesystems(List<VolumeCapability> capabilities) {
    return capabilities.stream()
        .map(VolumeCapability::access)
        .filter(VolumeCapability.Mount.class::isInstance)
        .map(VolumeCapability.Mount.class::cast)
        .map(VolumeCapability.Mount::filesystem);
  }

  private static Optional<String> modeObjection(AccessMode mode, boolean block) {
    return switch (mode) {
      case SINGLE_NODE_WRITER, SINGLE_NODE_SINGLE_WRITER, SINGLE_NODE_MULTI_WRITER ->
          Optional.empty();
      case MULTI_NODE_MULTI_WRITER ->
          block
              ? Optional.empty()
              : Optional.of(
                  "access mode MULTI_NODE_MULTI_WRITER needs a raw block volume, because a"
                      + " filesystem that two nodes write to is lost; ask for volumeMode Block");
      case SINGLE_NODE_READER_ONLY, MULTI_NODE_READER_ONLY, MULTI_NODE_SINGLE_WRITER ->
          Optional.of(
              "access mode "
                  + mode
                  + " is not supported; supported are SINGLE_NODE_WRITER,"
                  + " SINGLE_NODE_SINGLE_WRITER, SINGLE_NODE_MULTI_WRITER and, for raw block on"
                  + " io2, MULTI_NODE_MULTI_WRITER");
    };
  }
}
