package example.ebs.provisioner.claim;

import example.ebs.provisioner.topology.PlaceChoice;
import example.ebs.provisioner.topology.Requirement;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.Optional;

/**
 * Where a claim's volume is to be made: where it was asked to be before, or a place chosen now.
 *
 * @param full told of places that turn out to have no room
 */
public record ClaimPlaces(ClaimMarks marks, PlaceChoice places, FullPlaces full) {
  PlaceChoice.Choice choose(PersistentVolumeClaim claim, StorageClass storageClass) {
    // Whoever writes a claim can write our marks, too, and must not get around the class by them.
    Optional<Requirement> asked =
        marks.requested(claim).filter(requirement -> places.isAllowed(requirement, storageClass));
    if (asked.isPresent() && marks.isHeld(claim)) {
      return new PlaceChoice.Choice.Chosen(asked.get());
    }
    return ClaimAnnotations.selectedNode(claim)
        .map(node -> places.forNode(node, storageClass))
        .orElseGet(() -> places.anywhere(claim.getMetadata().getName(), storageClass));
  }
}
