package example.ebs.local;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.csi.model.VolumeCapability;
import example.ebs.local.model.LocalVolumeContext;
import example.ebs.local.model.NewDirectory;
import example.ebs.local.store.Lifetime;
import example.ebs.local.store.VolumeKey;
import example.ebs.local.volume.WantedVolume;
import java.util.List;
import java.util.Optional;

/** Volumes of claims as their PersistentVolumes describe them. */
final class ClaimedVolumes {
  private ClaimedVolumes() {}

  /**
   * The volume that a context describes.
   *
   * @throws Failure.InvalidRequest when it cannot be used as the capability says, or is a directory
   *     of somebody else's, which is never made
   */
  static WantedVolume wanted(
      VolumeKey key, LocalVolumeContext context, VolumeCapability capability) {
    return switch (context.source()) {
      case LocalVolumeContext.HostPath made ->
          wanted(
              key, made.directory(), Lifetime.CLAIM, limit(context, form(capability), capability));
      case LocalVolumeContext.EmptyDir made -> {
        if (capability.access() instanceof VolumeCapability.Block) {
          throw noDevice(key);
        }
        WantedVolume.Form form =
            made.inMemory() ? WantedVolume.Form.MEMORY : WantedVolume.Form.DIRECTORY;
        yield wanted(key, made.directory(), Lifetime.LAST_POD, limit(context, form, capability));
      }
      case LocalVolumeContext.Existing existing ->
          throw new Failure.InvalidRequest(
              "volume " + key + " is " + existing.path() + ", and nothing is made for it");
    };
  }

  private static WantedVolume wanted(
      VolumeKey key, NewDirectory directory, Lifetime lifetime, WantedVolume.WantedLimit limit) {
    return new WantedVolume(
        key,
        List.of(directory.name().value()),
        new WantedVolume.OfClaim(lifetime, directory.roots()),
        directory.access(),
        limit);
  }

  private static WantedVolume.WantedLimit limit(
      LocalVolumeContext context, WantedVolume.Form form, VolumeCapability capability) {
    Optional<FilesystemType> filesystem =
        switch (capability.access()) {
          case VolumeCapability.Block _ -> Optional.empty();
          case VolumeCapability.Mount mount -> FilesystemType.parse(mount.filesystem());
        };
    return new WantedVolume.WantedLimit(form, context.enforcement(), context.size(), filesystem);
  }

  private static WantedVolume.Form form(VolumeCapability capability) {
    return switch (capability.access()) {
      case VolumeCapability.Block _ -> WantedVolume.Form.DEVICE;
      case VolumeCapability.Mount _ -> WantedVolume.Form.DIRECTORY;
    };
  }

  static Failure noDevice(VolumeKey key) {
    return new Failure.InvalidRequest(
        "volume "
            + key
            + " is a directory and cannot be a raw device; only a claim of mode hostPath without path can");
  }
}
