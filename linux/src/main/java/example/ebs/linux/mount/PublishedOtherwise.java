package example.ebs.linux.mount;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.AccessMode;
import java.nio.file.Path;

/** Refusals of a second publish that does not fit the first. */
public final class PublishedOtherwise {
  private PublishedOtherwise() {}

  /** Something is at the target already, and not what this would put there. */
  public static Failure there(Object request, String found) {
    return new Failure.AlreadyExists(
        "%s cannot be published: %s; unpublish that first".formatted(request, found));
  }

  /** The volume may be at one target only, and is at another. */
  public static Failure elsewhere(Object request, AccessMode mode, Path other) {
    return new Failure.PreconditionFailed(
        "%s cannot be published with access mode %s: it is published at %s already; unpublish it there first"
            .formatted(request, mode, other));
  }
}
