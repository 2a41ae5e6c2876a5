package example.ebs.provisioner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.loop.ObjectKey;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class CompactStoreTest {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  @AutoClose private final FakeCluster cluster = new FakeCluster().start();

  @Test
  void aPatchOfWhatIsKeptLeavesWhatIsNot() {
    PersistentVolumeClaim claim = Given.claim("data", "late");
    claim.getMetadata().setAnnotations(new HashMap<>(Map.of(LAST_APPLIED, "{}")));
    cluster.put(claim);
    PersistentVolumeClaim kept = cluster.cluster().claims().find(ObjectKey.of(claim)).orElseThrow();
    assertThat(kept.getMetadata().getAnnotations()).containsEntry(LAST_APPLIED, "");

    var _ = ObjectPatch.of(kept).annotate("ours", "yes").apply(cluster.client());

    assertThat(cluster.client().resource(claim).get().getMetadata().getAnnotations())
        .containsExactlyInAnyOrderEntriesOf(Map.of(LAST_APPLIED, "{}", "ours", "yes"));
  }
}
