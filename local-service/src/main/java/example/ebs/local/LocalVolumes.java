package example.ebs.local;

import example.ebs.local.model.LocalVolumeId;
import java.util.List;
import java.util.Optional;

/**
 * What lies on this node, for those who find that it is no longer wanted. Safe for use by many
 * threads; whatever is asked twice, or again after a crash, ends the same.
 */
public interface LocalVolumes {
  /**
   * Removes the volume with all that it holds; nothing there is done already. A directory that was
   * only wrapped is none of ours, and stays.
   *
   * @throws example.ebs.csi.failure.Failure.InUse while it is mounted anywhere on this node
   * @throws example.ebs.csi.failure.Failure.InProgress while it is published or unpublished
   * @throws example.ebs.csi.failure.Failure.TimedOut when it holds so much that it takes several
   *     calls
   * @throws example.ebs.csi.failure.Failure.PreconditionFailed when a root cannot be looked into,
   *     so that nobody knows whether it is there
   */
  void remove(LocalVolumeId volume);

  /** The inline volumes that are there. */
  List<InlineVolume> emptyDirs();

  /** Removes an inline volume as {@link #remove} does a volume of a claim. */
  void removeEmptyDir(InlineVolume volume);

  /**
   * By what the volume is held to its size, in the word that people are to see: {@code quota},
   * {@code image}, {@code memory}, {@code device} or {@code none}; empty when it is not there.
   */
  Optional<String> enforcedBy(LocalVolumeId volume);

  /**
   * Ends what was begun to be removed and not ended, because the process was killed or a root could
   * not be looked into; to be called at a start and now and then, as a root may come back later.
   *
   * @return what cannot be ended now, and why, for people
   */
  List<String> finishRemovals();
}
