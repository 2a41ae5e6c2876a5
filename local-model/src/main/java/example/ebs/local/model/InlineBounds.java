package example.ebs.local.model;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeSize;
import java.util.Optional;

/**
 * How large the volumes may be that pods declare themselves, on disk and in memory.
 *
 * @param sizeLimit of those that name none; empty means the most that there is
 * @param maxSize more than that is refused; empty means any size
 */
public record InlineBounds(Optional<VolumeSize> sizeLimit, Optional<VolumeSize> maxSize) {
  /** Where the administrator says nothing. */
  public static final InlineBounds NONE = new InlineBounds(Optional.empty(), Optional.empty());

  /** The size of a volume whose pod names none; empty when it has no limit. */
  public Optional<VolumeSize> standard() {
    return sizeLimit.or(() -> maxSize);
  }

  /**
   * The size that a pod asked for.
   *
   * @throws Failure.InvalidRequest when it is above what the administrator allows
   */
  public VolumeSize granted(VolumeSize asked) {
    if (maxSize.isPresent() && asked.compareTo(maxSize.get()) > 0) {
      throw new Failure.InvalidRequest(
          "sizeLimit %s was asked for, and the administrator allows at most %s for a volume that a pod declares itself (maxSize of \"inline\" in the file of --local-config); ask for less, or claim a volume"
              .formatted(asked, maxSize.get()));
    }
    return asked;
  }

  /** Whether what is given to those that name none is granted to those that name it. */
  boolean isConsistent() {
    return maxSize.isEmpty() || standard().orElseThrow().compareTo(maxSize.get()) <= 0;
  }
}
