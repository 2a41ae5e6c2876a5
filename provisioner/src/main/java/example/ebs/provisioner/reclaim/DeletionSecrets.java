package example.ebs.provisioner.reclaim;

import example.ebs.csi.failure.Failure;
import example.ebs.provisioner.cluster.BoundClaim;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.cluster.Secrets;
import example.ebs.provisioner.csi.ClassSecrets;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.csi.SecretTemplate;
import example.ebs.provisioner.csi.SecretUse;
import example.ebs.provisioner.loop.ObjectKey;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.SecretReference;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a driver wants to be told in secret when it deletes a volume; EBS wants nothing. */
record DeletionSecrets(Cluster cluster, Secrets secrets) {
  /**
   * The values; none where the Secret is gone, as a namespace takes its Secrets and its claims with
   * it, and the driver may do without.
   *
   * @throws Failure when the Secret cannot be read, or its name cannot be told
   */
  Map<String, String> of(PersistentVolume volume) {
    return reference(volume).flatMap(secrets::find).orElse(Map.of());
  }

  private Optional<SecretReference> reference(PersistentVolume volume) {
    Map<String, String> says =
        Optional.ofNullable(volume.getMetadata().getAnnotations()).orElse(Map.of());
    Optional<String> name = Optional.ofNullable(says.get(DriverNames.DELETION_SECRET + "name"));
    Optional<String> namespace =
        Optional.ofNullable(says.get(DriverNames.DELETION_SECRET + "namespace"));
    return name.isPresent() && namespace.isPresent()
        ? Optional.of(new SecretReference(name.get(), namespace.get()))
            .filter(known -> !known.getName().isEmpty() && !known.getNamespace().isEmpty())
        : byClass(volume);
  }

  /** Where nobody has noted it, as of volumes that people wrote. */
  private Optional<SecretReference> byClass(PersistentVolume volume) {
    return Optional.ofNullable(volume.getSpec().getStorageClassName())
        .filter(name -> !name.isEmpty())
        .flatMap(name -> cluster.classes().find(ObjectKey.of(name)))
        .map(storageClass -> templates(storageClass).of(names(volume)))
        .flatMap(
            (Map<SecretUse, SecretReference> known) ->
                Optional.ofNullable(known.get(SecretUse.PROVISIONER)));
  }

  private static ClassSecrets templates(StorageClass storageClass) {
    return ClassSecrets.take(
        new HashMap<>(Optional.ofNullable(storageClass.getParameters()).orElse(Map.of())));
  }

  private static SecretTemplate.Names names(PersistentVolume volume) {
    Optional<ObjectReference> claim = BoundClaim.of(volume);
    return new SecretTemplate.Names(
        volume.getMetadata().getName(),
        claim.map(ObjectReference::getNamespace).orElse(""),
        claim.map(ObjectReference::getName).orElse(""),
        Map.of());
  }
}
