package example.ebs.provisioner.attachment;

import io.fabric8.kubernetes.api.model.SecretReference;
import java.util.Optional;

/**
 * What a detach must know of a volume.
 *
 * @param handle the driver's id of it
 * @param publishSecret what the driver wants to know when it detaches
 */
record MarkedVolume(String handle, Optional<SecretReference> publishSecret) {}
