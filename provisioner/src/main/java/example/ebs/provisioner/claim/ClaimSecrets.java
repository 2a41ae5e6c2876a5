package example.ebs.provisioner.claim;

import example.ebs.csi.failure.Failure;
import example.ebs.provisioner.csi.SecretTemplate;
import example.ebs.provisioner.csi.SecretUse;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.SecretReference;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.Map;

/** The Secrets that a class names for the volume of a claim; which need not exist. */
final class ClaimSecrets {
  private ClaimSecrets() {}

  /**
   * Those that it names, by what for.
   *
   * @throws Failure.InvalidRequest when the class does not name them as it should, or by what this
   *     claim does not have
   */
  static Map<SecretUse, SecretReference> of(
      PersistentVolumeClaim claim, StorageClass storageClass) {
    return ClassParameters.of(storageClass)
        .secrets()
        .of(
            new SecretTemplate.Names(
                ClaimTerms.volumeName(claim),
                claim.getMetadata().getNamespace(),
                claim.getMetadata().getName(),
                ClaimAnnotations.all(claim)));
  }
}
