package example.ebs.provisioner.claim;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a claim's volume is to hold from the beginning.
 *
 * @param group of the kind; empty for Kubernetes' core
 */
record DataSource(String group, String kind, String name) {
  /** What the claim names, in whichever of its two fields. */
  static Optional<DataSource> of(PersistentVolumeClaim claim) {
    PersistentVolumeClaimSpec spec = claim.getSpec();
    return Optional.ofNullable(spec.getDataSourceRef())
        .map(any -> new DataSource(group(any.getApiGroup()), any.getKind(), any.getName()))
        .or(
            () ->
                Optional.ofNullable(spec.getDataSource())
                    .map(
                        any ->
                            new DataSource(
                                group(any.getApiGroup()), any.getKind(), any.getName())));
  }

  /**
   * Whether a populator makes the volume and fills it: Kubernetes leaves every kind to one but the
   * two that drivers copy.
   */
  boolean isPopulated() {
    boolean copied =
        switch (group) {
          case "" -> kind.equals("PersistentVolumeClaim");
          case "snapshot.storage.k8s.io" -> kind.equals("VolumeSnapshot");
          default -> false;
        };
    return !copied;
  }

  /** Such as {@code Backup.example.org "monday"}. */
  @Override
  public String toString() {
    return "%s%s \"%s\"".formatted(kind, group.isEmpty() ? "" : "." + group, name);
  }

  private static String group(@Nullable String group) {
    return Optional.ofNullable(group).orElse("");
  }
}
