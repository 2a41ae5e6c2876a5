package example.ebs.linux.quota;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The fake keeps what the contract promises. */
final class InMemoryProjectQuotaTest extends ProjectQuotaContract {
  private final ProjectQuota quota = new InMemoryProjectQuota(new QuotaSupport.Enforced());
  private @TempDir Path folder;

  @Override
  ProjectQuota quota() {
    return quota;
  }

  @Override
  Path folder() {
    return folder;
  }
}
