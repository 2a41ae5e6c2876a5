package example.ebs.linux.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.linux.system.LinuxQuotas;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Where there is no quota, as in {@code /proc} of every machine, nobody is told that there is. */
final class MissingQuotaTest {
  private final ProjectQuota quota = new LinuxProjectQuota(new LinuxQuotas());

  @Test
  void aFilesystemWithoutQuotaSaysWhatIsMissing() {
    try (Descriptor proc = new LinuxFiles().openRoot(Path.of("/proc"))) {
      assertThat(quota.support(proc))
          .isInstanceOfSatisfying(
              QuotaSupport.Missing.class,
              missing -> assertThat(missing.reason()).contains("ext4 or xfs"));
    }
  }

  @Test
  void aDirectoryWithoutQuotaIsNeverLimitedInSilence() {
    try (Descriptor proc = new LinuxFiles().openRoot(Path.of("/proc"))) {
      assertThatThrownBy(() -> quota.limit(proc, "local-1", 1024))
          .isInstanceOf(Failure.PreconditionFailed.class)
          .hasMessageContaining("local-1");
      assertThat(quota.usage(proc)).isEmpty();
      quota.clear(proc);
    }
  }
}
