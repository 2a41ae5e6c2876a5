package example.ebs.provisioner.claim;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.provisioner.cluster.Secrets;
import example.ebs.provisioner.csi.SecretUse;
import example.ebs.provisioner.topology.Requirement;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.SecretReference;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.Optional;

/** CreateVolume for a claim, with what the driver wants to be told in secret. */
record CreateRequests(ClaimTranslator translator, Secrets secrets) {
  /**
   * The request.
   *
   * @throws Failure.InvalidRequest when claim or class ask for what cannot be
   * @throws Failure of another kind when the class names a Secret that cannot be read
   */
  CreateVolumeRequest of(
      PersistentVolumeClaim claim, StorageClass storageClass, Requirement requirement) {
    CreateVolumeRequest request = translator.request(claim, storageClass, requirement);
    Optional<SecretReference> secret =
        Optional.ofNullable(ClaimSecrets.of(claim, storageClass).get(SecretUse.PROVISIONER));
    return secret
        .map(reference -> request.toBuilder().putAllSecrets(secrets.required(reference)).build())
        .orElse(request);
  }
}
