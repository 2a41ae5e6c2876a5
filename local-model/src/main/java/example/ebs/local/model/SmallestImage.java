package example.ebs.local.model;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.csi.model.VolumeSize;

/**
 * The smallest image that each filesystem fits into.
 *
 * <p>A volume that asks for less is refused: a larger image than was asked for would pass its limit
 * and the look at free space, and take from its neighbours what nobody had granted it.
 */
public final class SmallestImage {
  private SmallestImage() {}

  /**
   * Refuses a size that such a filesystem does not fit into.
   *
   * @param volume as the message is to call it
   * @throws Failure.OutOfRange saying what would do
   */
  public static void require(FilesystemType filesystem, VolumeSize asked, String volume) {
    VolumeSize smallest = new VolumeSize(mebibytes(filesystem) << 20);
    if (asked.compareTo(smallest) < 0) {
      String smaller =
          filesystem == FilesystemType.XFS ? "; or take ext4 (csi.storage.k8s.io/fstype)" : "";
      throw new Failure.OutOfRange(
          "%s needs an image of %s for its limit, and the smallest with %s is %s: ask for at least that%s; or give the class enforce: none"
              .formatted(volume, asked, filesystem.kernelName(), smallest, smaller));
    }
  }

  /** The filesystem with its journal, and the mark that one is being made. */
  private static long mebibytes(FilesystemType filesystem) {
    return switch (filesystem) {
      case EXT4 -> 16;
      case XFS -> 301; // mkfs.xfs refuses less than 300.
    };
  }
}
