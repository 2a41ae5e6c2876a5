package example.ebs.node.local.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.local.DirectoryAccess;
import example.ebs.csi.local.Enforcement;
import example.ebs.csi.local.LocalVolumeId;
import example.ebs.csi.model.VolumeSize;
import example.ebs.node.filesystem.FilesystemType;
import example.ebs.node.local.store.EnforcedBy;
import example.ebs.node.local.store.Lifetime;
import example.ebs.node.local.store.VolumeKey;
import example.ebs.node.local.store.VolumeRecord;
import example.ebs.node.quota.QuotaSupport;
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
