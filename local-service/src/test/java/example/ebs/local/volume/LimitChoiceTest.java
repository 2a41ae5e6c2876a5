package example.ebs.local.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.csi.model.VolumeSize;
import example.ebs.linux.quota.QuotaSupport;
import example.ebs.local.model.DirectoryAccess;
import example.ebs.local.model.Enforcement;
import example.ebs.local.model.LocalVolumeId;
import example.ebs.local.store.EnforcedBy;
import example.ebs.local.store.Lifetime;
import example.ebs.local.store.VolumeKey;
import example.ebs.local.store.VolumeRecord;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LimitChoiceTest {
  private static final QuotaSupport NO_QUOTA = new QuotaSupport.Missing("there is none");

  @Test
  void whereThereIsNoQuotaAutoMakesNoImageThatIsLargerThanWasAskedFor() {
    assertThatThrownBy(() -> choose(Enforcement.AUTO, (16L << 20) - 1, NO_QUOTA))
        .isInstanceOf(Failure.OutOfRange.class)
        .hasMessageContaining("the smallest with ext4 is 16 MiB");
    assertThat(choose(Enforcement.AUTO, 16L << 20, NO_QUOTA))
        .isEqualTo(
            new VolumeRecord.Limit(
                EnforcedBy.IMAGE,
                Optional.of(new VolumeSize(16L << 20)),
                Optional.of(FilesystemType.EXT4)));
  }

  @Test
  void whatIsNotHeldByAnImageMayBeSmaller() {
    assertThat(choose(Enforcement.AUTO, 4096, new QuotaSupport.Enforced()).by())
        .isEqualTo(EnforcedBy.QUOTA);
    assertThat(choose(Enforcement.NONE, 4096, NO_QUOTA).by()).isEqualTo(EnforcedBy.NONE);
  }

  private static VolumeRecord.Limit choose(
      Enforcement enforcement, long bytes, QuotaSupport support) {
    WantedVolume volume =
        new WantedVolume(
            VolumeKey.of(LocalVolumeId.ofVolume("pvc-1")),
            List.of("data"),
            new WantedVolume.OfClaim(Lifetime.CLAIM, List.of()),
            DirectoryAccess.DEFAULT,
            new WantedVolume.WantedLimit(
                WantedVolume.Form.DIRECTORY,
                enforcement,
                Optional.of(new VolumeSize(bytes)),
                Optional.empty()));
    return LimitChoice.of(volume, volume.limit(), () -> support);
  }
}
