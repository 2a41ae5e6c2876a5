package example.ebs.local;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.quota.ProjectQuota;
import example.ebs.linux.quota.QuotaSupport;
import example.ebs.linux.quota.QuotaUsage;
import example.ebs.linux.system.Descriptor;
import java.util.Optional;

/** A machine without project quota. */
record NoQuota() implements ProjectQuota {
  @Override
  public QuotaSupport support(Descriptor directory) {
    return new QuotaSupport.Missing("this machine has none");
  }

  @Override
  public void limit(Descriptor directory, String volume, long bytes) {
    throw new Failure.PreconditionFailed("this machine has no quota");
  }

  @Override
  public Optional<QuotaUsage> usage(Descriptor directory) {
    return Optional.empty();
  }

  @Override
  public void clear(Descriptor directory) {}
}
