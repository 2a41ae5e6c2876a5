package example.ebs.linux.quota;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.Errno;
import example.ebs.linux.system.LinuxQuotas;
import example.ebs.linux.system.ProjectState;
import example.ebs.linux.system.ProjectUse;
import example.ebs.linux.system.SystemCallException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Project quota of the kernel.
 *
 * <p>The directory itself says which project it is, so a call that was killed is found again by its
 * repetition: it is put into the project first, and limited second.
 */
public final class LinuxProjectQuota implements ProjectQuota {
  private final LinuxQuotas quotas;

  public LinuxProjectQuota(LinuxQuotas quotas) {
    this.quotas = quotas;
  }

  @Override
  public QuotaSupport support(Descriptor directory) {
    try {
      ProjectState state = quotas.state(directory);
      if (!state.counted() || !state.enforced()) {
        return new QuotaSupport.Missing(
            "its filesystem is mounted without project quota; ext4 needs the features project and quota (tune2fs -O project,quota) and both ext4 and xfs the mount option prjquota");
      }
      int project = quotas.project(directory);
      // Asked for the right to ask, which is the right to set.
      ProjectUse _ = quotas.use(directory, ProjectNumbers.of("").findFirst().orElseThrow());
      return project == 0
          ? new QuotaSupport.Enforced()
          : new QuotaSupport.Missing(
              "it belongs to project %d itself, and a directory can be in one project only"
                  .formatted(project));
    } catch (SystemCallException refused) {
      return new QuotaSupport.Missing(reason(refused));
    }
  }

  private static String reason(SystemCallException refused) {
    return switch (refused.errno()) {
      case ENOSYS, EINVAL, ENOTTY, EOPNOTSUPP, ESRCH ->
          "the kernel has no project quota for its filesystem (%s); that takes ext4 or xfs, Linux 5.14, CONFIG_QUOTA, and CONFIG_QFMT_V2 or CONFIG_XFS_QUOTA"
              .formatted(refused.getMessage());
      case EPERM, EACCES ->
          "this process may not set quotas (%s); it has to be root outside of any user namespace"
              .formatted(refused.getMessage());
      default -> "its filesystem did not answer about quotas: " + refused.getMessage();
    };
  }

  @Override
  public synchronized void limit(Descriptor directory, String volume, long bytes) {
    try {
      int project = quotas.project(directory);
      if (!ProjectNumbers.isOurs(project)) {
        requireNoProject(volume, project);
        requireEmpty(directory, volume);
        project = unused(directory, volume);
        quotas.assign(directory, project);
      }
      quotas.limit(directory, project, bytes, FileLimit.of(bytes));
    } catch (SystemCallException failed) {
      throw failure(
          "the directory of volume %s cannot be limited to %d bytes".formatted(volume, bytes),
          failed);
    }
  }

  @Override
  public Optional<QuotaUsage> usage(Descriptor directory) {
    try {
      int project = quotas.project(directory);
      if (!ProjectNumbers.isOurs(project)) {
        return Optional.empty();
      }
      ProjectUse use = quotas.use(directory, project);
      return use.limitBytes() == 0
          ? Optional.empty()
          : Optional.of(
              new QuotaUsage(
                  use.usedBytes(), use.limitBytes(), use.usedInodes(), use.limitInodes()));
    } catch (SystemCallException failed) {
      if (failed.errno() == Errno.ENOTTY || failed.errno() == Errno.EOPNOTSUPP) {
        return Optional.empty();
      }
      throw failure("the use of a directory cannot be read", failed);
    }
  }

  @Override
  public synchronized void clear(Descriptor directory) {
    if (usage(directory).isEmpty()) {
      return;
    }
    try {
      quotas.limit(directory, quotas.project(directory), 0, 0);
    } catch (SystemCallException failed) {
      throw failure("the limit of a directory cannot be taken away", failed);
    }
  }

  /** A number counts as taken while a file or a limit has it. */
  private int unused(Descriptor directory, String volume) {
    return ProjectNumbers.of(volume)
        .filter(project -> quotas.use(directory, project).equals(ProjectUse.NONE))
        .findFirst()
        .orElseThrow(
            () ->
                new Failure.Internal(
                    "every project number that volume %s could have is taken in its filesystem; see repquota -P"
                        .formatted(volume)));
  }

  private static void requireNoProject(String volume, int project) {
    if (project != 0) {
      throw new Failure.PreconditionFailed(
          "the directory of volume %s belongs to project %d, which somebody else gave out; it is left alone"
              .formatted(volume, project));
    }
  }

  private static void requireEmpty(Descriptor directory, String volume) {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory.path())) {
      if (children.iterator().hasNext()) {
        throw new Failure.PreconditionFailed(
            "the directory of volume %s holds files already, which a limit that is set now would not count; it is left alone"
                .formatted(volume));
      }
    } catch (IOException failed) {
      throw new Failure.Internal(
          "the directory of volume %s cannot be listed".formatted(volume), failed);
    }
  }

  private static Failure failure(String what, SystemCallException failed) {
    String message = what + ": " + failed.getMessage();
    return switch (failed.errno()) {
      case ENOSYS, ESRCH, EOPNOTSUPP, ENOTTY, EPERM, EACCES, EROFS ->
          new Failure.PreconditionFailed(
              message + "; its filesystem has no project quota that this process could set",
              failed);
      default -> new Failure.Internal(message, failed);
    };
  }
}
