package example.ebs.local.publish;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.mount.MountEntry;
import example.ebs.linux.mount.MountTable;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.mount.PublishedOtherwise;
import example.ebs.linux.mount.ShownDirectory;
import example.ebs.linux.path.Place;
import example.ebs.linux.path.Targets;
import java.nio.file.Path;
import java.util.Optional;

/** Binds a directory that is held open to a target. */
record DirectoryBinder(Mounter mounter, Targets targets) {

  /**
   * Binds the directory; done already is done.
   *
   * @param source the directory, open
   * @param real its real path
   * @param preparation what has to be done to the directory before a workload has it here
   */
  void bind(PublishLocal request, Path source, Path real, Runnable preparation) {
    MountTable table = mounter.mounts();
    ShownDirectory shown =
        ShownDirectory.of(table, real)
            .orElseThrow(() -> new Failure.Internal("no mount shows " + real));
    Optional<MountEntry> there = table.top(request.target().path());
    if (there.isEmpty()) {
      requireNoOtherTarget(request, shown, real);
      preparation.run();
      bind(request, source);
    } else {
      requireSame(request, shown, there.get());
    }
  }

  private void bind(PublishLocal request, Path source) {
    try (Place target = targets.directory(request.target())) {
      try {
        mounter.bind(source, target, request.use().bound());
      } catch (Failure failed) {
        throw targets.undo(target, failed);
      }
    }
  }

  private static void requireSame(PublishLocal request, ShownDirectory shown, MountEntry found) {
    if (!shown.isShownBy(found)) {
      throw PublishedOtherwise.there(request, "something else is mounted there");
    }
    if (!found.flags().equals(request.use().bound().changing(shown.mount().flags()))) {
      throw PublishedOtherwise.there(
          request,
          "it is mounted there with another value of readonly or other mount options (not shown)");
    }
  }

  private static void requireNoOtherTarget(PublishLocal request, ShownDirectory shown, Path real) {
    if (!request.use().isExclusive()) {
      return;
    }
    Optional<MountEntry> other = shown.elsewhere(real, shown::isShownBy);
    if (other.isPresent()) {
      throw PublishedOtherwise.elsewhere(request, request.use().mode(), other.get().target());
    }
  }
}
