package example.ebs.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class StoreFailuresTest {
  @Test
  void aReasonIsAlwaysThePathAndWhatLinuxSaid() {
    assertThat(StoreFailures.reason(new NoSuchFileException("/mnt/a")))
        .isEqualTo("/mnt/a: no such file or directory");
    assertThat(StoreFailures.reason(new AccessDeniedException("/mnt/a")))
        .isEqualTo("/mnt/a: permission denied");
    assertThat(
            StoreFailures.reason(new FileSystemException("/mnt/a", null, "Read-only file system")))
        .isEqualTo("/mnt/a: Read-only file system");
  }
}
