package example.ebs.local.volume;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.csi.model.VolumeSize;
import example.ebs.linux.quota.QuotaSupport;
import example.ebs.local.model.SmallestImage;
import example.ebs.local.store.EnforcedBy;
import example.ebs.local.store.VolumeRecord;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides by what a volume is held to its size; never by less than was asked for, nor to more. */
final class LimitChoice {
  private LimitChoice() {}

  /**
   * Returns the limit.
   *
   * @param support asked only when a quota could serve
   * @throws Failure.PreconditionFailed when a quota was asked for and there is none
   * @throws Failure.OutOfRange when no image is as small as was asked for
   */
  static VolumeRecord.Limit of(
      WantedVolume volume, WantedVolume.WantedLimit wanted, Supplier<QuotaSupport> support) {
    return switch (wanted.form()) {
      case MEMORY -> limit(EnforcedBy.MEMORY, wanted.size());
      case DEVICE -> limit(EnforcedBy.DEVICE, Optional.of(required(volume, wanted)));
      case DIRECTORY -> directory(volume, wanted, support);
    };
  }

  private static VolumeRecord.Limit directory(
      WantedVolume volume, WantedVolume.WantedLimit wanted, Supplier<QuotaSupport> support) {
    return switch (wanted.enforcement()) {
      case NONE -> limit(EnforcedBy.NONE, wanted.size());
      case QUOTA -> {
        VolumeSize size = required(volume, wanted);
        requireQuota(volume, support.get());
        yield limit(EnforcedBy.QUOTA, Optional.of(size));
      }
      case IMAGE -> image(volume, wanted);
      case AUTO -> {
        if (wanted.size().isEmpty()) {
          yield limit(EnforcedBy.NONE, Optional.empty());
        }
        yield support.get() instanceof QuotaSupport.Enforced
            ? limit(EnforcedBy.QUOTA, wanted.size())
            : image(volume, wanted);
      }
    };
  }

  private static VolumeRecord.Limit image(WantedVolume volume, WantedVolume.WantedLimit wanted) {
    VolumeSize size = required(volume, wanted);
    FilesystemType filesystem = wanted.filesystem().orElse(FilesystemType.EXT4);
    SmallestImage.require(filesystem, size, volume.toString());
    return new VolumeRecord.Limit(EnforcedBy.IMAGE, Optional.of(size), Optional.of(filesystem));
  }

  private static VolumeRecord.Limit limit(EnforcedBy by, Optional<VolumeSize> size) {
    return new VolumeRecord.Limit(by, size, Optional.empty());
  }

  private static VolumeSize required(WantedVolume volume, WantedVolume.WantedLimit wanted) {
    return wanted
        .size()
        .orElseThrow(
            () ->
                new Failure.InvalidRequest(
                    volume + " needs a size for its limit, and has none; give one"));
  }

  private static void requireQuota(WantedVolume volume, QuotaSupport support) {
    if (support instanceof QuotaSupport.Missing missing) {
      throw new Failure.PreconditionFailed(
          "%s cannot be limited by quota: %s; or use enforce: image"
              .formatted(volume, missing.reason()));
    }
  }
}
