package example.ebs.provisioner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.time.Pause;
import example.ebs.csi.time.Waiting;
import example.ebs.provisioner.DrivenClock;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.loop.LoopMetrics;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.loop.ReconcileLoop;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class RequestLimitsTest {
  private final DrivenClock clock = new DrivenClock();
  private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
  private final RequestLimits limits = new RequestLimits(clock, pauses::add);

  @Test
  void aLoopAsksSoOftenAtOnceAndThenSoOftenASecond() {
    for (int asked = 0; asked < RequestLimits.BURST; asked++) {
      assertThat(limits.take("claim")).isLessThanOrEqualTo(Duration.ZERO);
    }
    assertThat(limits.take("claim")).isEqualTo(Duration.ofMillis(10));
    assertThat(limits.take("claim")).isEqualTo(Duration.ofMillis(20));

    clock.advance(Duration.ofMillis(30));

    assertThat(limits.take("claim")).isEqualTo(Duration.ZERO);
  }

  @Test
  void noLoopWaitsForAnother() {
    for (int asked = 0; asked < 10 * RequestLimits.BURST; asked++) {
      limits.take("claim");
    }
    assertThat(limits.take("attachment")).isNegative();
  }

  @Test
  void whatNoLoopAsksForNeverWaitsAndWhatALoopAsksForDoes() throws InterruptedException {
    for (int asked = 0; asked < RequestLimits.BURST; asked++) {
      limits.take("claim");
    }
    try (FakeCluster cluster = new FakeCluster();
        KubernetesClient client = limited(cluster.client())) {
      client.nodes().list();
      assertThat(pauses).isEmpty();

      Semaphore asked = new Semaphore(0);
      try (ReconcileLoop loop =
          new ReconcileLoop(
              "claim",
              _ -> {
                client.nodes().list();
                asked.release();
                return Outcome.done();
              },
              new LoopMetrics(new SimpleMeterRegistry()),
              () -> true,
              new Waiting(clock, Pause.sleeping()))) {
        loop.start(List::of);
        loop.enqueue(ObjectKey.of("a"));
        asked.acquire();
      }
    }
    assertThat(pauses).containsExactly(Duration.ofMillis(10));
  }

  private KubernetesClient limited(KubernetesClient client) {
    return new KubernetesClientBuilder()
        .withConfig(client.getConfiguration())
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("limits", limits))
        .build();
  }
}
