package example.ebs.provisioner.loop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.FakeCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class LeadershipTest {
  private static final String NAMESPACE = "default";

  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster();
  private final KubernetesClient client = CLUSTER.client();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @BeforeEach
  void begin() {
    CLUSTER.api().clear();
  }

  @Test
  void aSecondSeekerGetsTheLeaseAfterTheFirstHasGivenItBack() throws InterruptedException {
    Leadership first = seek("one");
    assertThat(next()).isEqualTo("one won");
    try (Leadership _ = seek("two")) {
      first.close();
      assertThat(next()).isEqualTo("one lost");
      assertThat(next()).isEqualTo("two won");
    }
    assertThat(next()).isEqualTo("two lost");
    assertThat(told).isEmpty();
  }

  @Test
  void whoeverSeesTheLeaseWithAnotherHasLostIt() throws InterruptedException {
    try (Leadership _ = seek("one")) {
      assertThat(next()).isEqualTo("one won");
      client
          .leases()
          .inNamespace(NAMESPACE)
          .withName("lease")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"holderIdentity\":\"thief\"}}");
      assertThat(next()).isEqualTo("one lost");
    }
    assertThat(told).isEmpty();
  }

  @Test
  void whoeverNeverWonIsNotToldThatItLost() throws InterruptedException {
    try (Leadership _ = seek("one")) {
      assertThat(next()).isEqualTo("one won");
      seek("two").close();
      assertThat(told).isEmpty();
    }
  }

  private Leadership seek(String who) {
    return Leadership.seek(
        client,
        NAMESPACE,
        "lease",
        who,
        () -> told.add(who + " won"),
        () -> told.add(who + " lost"));
  }

  private String next() throws InterruptedException {
    return String.valueOf(told.poll(30, SECONDS));
  }
}
