package example.ebs.node.local;

import example.ebs.csi.failure.Failure;
import example.ebs.node.quota.ProjectQuota;
import example.ebs.node.quota.QuotaSupport;
import example.ebs.node.quota.QuotaUsage;
import example.ebs.node.system.Descriptor;
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
