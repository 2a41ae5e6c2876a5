package example.ebs.controller.cluster;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps this cluster's hands off what another cluster owns.
 *
 * <p>Whoever may create PersistentVolumes can name any volume of the account in one. A volume that
 * nobody tagged may be used, as one that was made by hand; and where this cluster's id is not
 * known, no other can be told from it.
 */
public final class OwnCluster {
  private final Optional<String> id;
  private final VolumeOwners owners;

  /**
   * Creates the guard.
   *
   * @param id of this cluster, as its volumes are tagged with it
   */
  public OwnCluster(Optional<String> id, VolumeOwners owners) {
    this.id = id;
    this.owners = owners;
  }

  /**
   * Returns if the volume is not another cluster's.
   *
   * @param undone as it completes "so it is not …", with what to do instead
   * @throws Failure.PreconditionFailed if it is
   */
  public void require(VolumeId volume, String undone) {
    foreign(volume)
        .ifPresent(
            owner -> {
              throw refusal(volume, owner, undone);
            });
  }

  /** Another cluster that owns the volume, where this one does not. */
  public Optional<String> foreign(VolumeId volume) {
    if (id.isEmpty()) {
      return Optional.empty();
    }
    Set<String> found = owners.of(volume);
    return found.contains(id.get()) ? Optional.empty() : found.stream().sorted().findFirst();
  }

  /** The refusal for a volume that {@link #foreign} told of. */
  public Failure.PreconditionFailed refusal(VolumeId volume, String owner, String undone) {
    return new Failure.PreconditionFailed(
        "volume %s has the tag %s of another cluster, so it is not %s; if it is to be this cluster's, give it the tag %s=%s"
            .formatted(
                volume,
                ClusterTags.key(owner),
                undone,
                ClusterTags.key(id.orElse("")),
                ClusterTags.OWNED));
  }
}
