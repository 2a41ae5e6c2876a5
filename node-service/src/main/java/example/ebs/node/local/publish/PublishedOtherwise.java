package example.ebs.node.local.publish;

import example.ebs.csi.failure.Failure;
import java.nio.file.Path;

/** Refusals of a second publish that does not fit the first. */
final class PublishedOtherwise {
  private PublishedOtherwise() {}

  static Failure there(PublishLocal request, String found) {
    return new Failure.AlreadyExists(
        "%s is to be published, and %s; unpublish that first".formatted(request, found));
  }

  static Failure elsewhere(PublishLocal request, Path other) {
    return new Failure.PreconditionFailed(
        "%s is to be published with access mode %s, and it is published at %s already; unpublish it there first"
            .formatted(request, request.use().mode(), other));
  }
}
