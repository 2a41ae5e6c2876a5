package example.ebs.local.model;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeSize;
import java.util.Arrays;

/**
 * The smallest image that each filesystem fits into.
 *
 * <p>A volume that asks for less is refused: a larger image than was asked for would pass its limit
 * and the look at free space, and take from its neighbours what nobody had granted it.
 */
public enum SmallestImage {
  /** What a filesystem with a journal takes, and the mark that one is being made. */
  EXT4("ext4", 16),
  /** What mkfs.xfs refuses to go below, and the same. */
  XFS("xfs", 301);

  private final String filesystem;
  private final long bytes;

  SmallestImage(String filesystem, long mebibytes) {
    this.filesystem = filesystem;
    this.bytes = mebibytes << 20;
  }

  /**
   * Refuses a size that such a filesystem does not fit into.
   *
   * @param filesystem {@code ext4} or {@code xfs}
   * @param volume as the message is to call it
   * @throws Failure.OutOfRange saying what would do
   */
  public static void require(String filesystem, VolumeSize asked, String volume) {
    Arrays.stream(values())
        .filter(each -> each.filesystem.equals(filesystem) && asked.bytes() < each.bytes)
        .findAny()
        .ifPresent(
            least -> {
              throw least.refusal(asked, volume);
            });
  }

  private Failure refusal(VolumeSize asked, String volume) {
    String smaller = this == XFS ? "; or take ext4 (csi.storage.k8s.io/fstype)" : "";
    return new Failure.OutOfRange(
        "%s is to have an image of %s for its limit, and the smallest with %s is %s: ask for at least that%s; or give the class enforce: none"
            .formatted(volume, asked, filesystem, new VolumeSize(bytes), smaller));
  }
}
