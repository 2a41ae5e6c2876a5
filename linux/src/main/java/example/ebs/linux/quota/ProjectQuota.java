package example.ebs.linux.quota;

import example.ebs.linux.system.Descriptor;
import java.util.Optional;

/**
 * Project quota, with which ext4 and xfs limit a directory and all that is beneath it, as a seam.
 * Failures name the directory by its volume.
 *
 * <p>Limited are its bytes and, by a number that follows from them, its files and folders: else one
 * directory could take the last inode from all others. Whoever goes past a limit gets ENOSPC (xfs)
 * or EDQUOT (ext4), and statfs(2) in the directory tells the limits as the size. It holds against
 * accidents; an image holds against malice too: the owner of a file can take it out of its project,
 * which only a user namespace forbids, and ext4 does not stop a process with CAP_SYS_RESOURCE,
 * which a container has if it is privileged.
 *
 * <p>Safe for use by many threads, but only one process may give out projects in a filesystem.
 */
public interface ProjectQuota {
  /** Whether directories in the filesystem of that directory can be limited, or why not. */
  QuotaSupport support(Descriptor directory);

  /**
   * Limits a directory, or changes its limit.
   *
   * @param directory empty, unless it was limited before
   * @param volume what it is the directory of; decides the project's number
   * @param bytes rounded up to a block of the filesystem; at least 1
   * @throws example.ebs.csi.failure.Failure.PreconditionFailed when it holds files already that
   *     would not count, or there is no quota
   */
  void limit(Descriptor directory, String volume, long bytes);

  /** What a limited directory holds; empty when it is not limited. */
  Optional<QuotaUsage> usage(Descriptor directory);

  /**
   * Takes the limit away and leaves the project to whoever comes next; for a directory that is
   * about to be removed. Does nothing when it is not limited.
   */
  void clear(Descriptor directory);
}
