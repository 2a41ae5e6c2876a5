package example.ebs.provisioner.local;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.csi.model.VolumeSize;
import example.ebs.local.model.DirectoryName;
import example.ebs.local.model.LocalClassParameters;
import example.ebs.local.model.LocalVolumeContext;
import example.ebs.local.model.LocalVolumeId;
import example.ebs.local.model.RootName;
import example.ebs.provisioner.claim.ClaimTerms;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The local volume that a claim asks for by its class.
 *
 * @param context what its node will be told
 * @param filesystem of an image, if the class wants a certain one
 * @param size bytes asked for
 */
record LocalRequest(
    LocalVolumeId id, LocalVolumeContext context, Optional<FilesystemType> filesystem, long size) {
  /**
   * Reads the two.
   *
   * @throws Failure.InvalidRequest when they ask for what cannot be
   * @throws Failure.OutOfRange when they ask for more than the class allows, or less than its
   *     images have
   */
  static LocalRequest of(PersistentVolumeClaim claim, StorageClass storageClass) {
    ClaimTerms.requireServed(claim);
    LocalClassParameters parameters =
        LocalClassParameters.parse(
            Optional.ofNullable(storageClass.getParameters()).orElse(Map.of()));
    boolean block = ClaimTerms.isBlock(claim);
    if (block) {
      requireBlock(parameters.kind());
    }
    claim
        .getSpec()
        .getAccessModes()
        .forEach(mode -> requireAccess(mode, parameters.shared() && !block));
    ObjectMeta meta = claim.getMetadata();
    String volume = ClaimTerms.volumeName(claim);
    long size = ClaimTerms.size(claim);
    if (!block) {
      parameters.requireImageFor(new VolumeSize(size));
    }
    return new LocalRequest(
        LocalVolumeId.ofVolume(volume),
        parameters.context(
            DirectoryName.of(meta.getNamespace(), meta.getName(), volume), new VolumeSize(size)),
        block ? Optional.empty() : parameters.filesystem(),
        size);
  }

  private static void requireBlock(LocalClassParameters.Kind kind) {
    switch (kind) {
      case LocalClassParameters.HostPath _ -> {}
      case LocalClassParameters.Existing _, LocalClassParameters.EmptyDir _ ->
          throw new Failure.InvalidRequest(
              "volumeMode Block needs a class with mode: hostPath and without path; ask for Filesystem, or name such a class");
    }
  }

  private static void requireAccess(String mode, boolean shared) {
    switch (mode) {
      case "ReadWriteOnce", "ReadWriteOncePod", "ReadOnlyMany" -> {}
      case "ReadWriteMany" -> {
        if (!shared) {
          throw new Failure.InvalidRequest(
              "access mode ReadWriteMany needs a class with parameter shared: \"true\" and volumeMode Filesystem, as the volume is on one node only; all pods of that node can use it with ReadWriteOnce, too");
        }
      }
      default -> throw new Failure.InvalidRequest("unknown access mode " + mode);
    }
  }

  /** The roots of which the node must have all; none where any of its roots will do. */
  List<RootName> roots() {
    return switch (context.source()) {
      case LocalVolumeContext.HostPath made -> made.directory().roots();
      case LocalVolumeContext.EmptyDir made -> made.directory().roots();
      case LocalVolumeContext.Existing _ -> List.of();
    };
  }
}
