package example.ebs.provisioner.large;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import example.ebs.csi.time.Pause;
import example.ebs.provisioner.FakeDriver;
import example.ebs.provisioner.Provisioner;
import example.ebs.provisioner.ProvisionerConfig;
import example.ebs.provisioner.Storage;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.drift.Leftovers;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the loops keep of a cluster, over real watches.
 *
 * <p>With {@code -Debs.claims=10000 -Debs.nodes=1000 -Debs.seconds=30} it prints the figures of a
 * large one: see docs/design/large-clusters.md.
 */
@Timeout(300)
final class LargeClusterTest {
  private static final int CLAIMS = Integer.getInteger("ebs.claims", 300);
  private static final int NODES = Integer.getInteger("ebs.nodes", 50);
  private static final int SECONDS = Integer.getInteger("ebs.seconds", 0);
  private static final int CHANGES_A_SECOND = 100;
  private static final long KIB = 1024;

  @Test
  void whatNoLoopReadsIsNotKeptAndListsComeInPages() throws Exception {
    try (LargeCluster large = new LargeCluster(CLAIMS, NODES);
        KubernetesClient client = client(large)) {
      follow(new LargeCluster(1, 1));
      long before = live();
      try (Cluster cluster = new Cluster(client)) {
        cluster.start(Duration.ofMinutes(1));
        long kept = live() - before;
        print(
            "%d claims, volumes and attachments, %d nodes: %d KiB kept, %d requests",
            CLAIMS, NODES, kept / KIB, large.requests());
        assertThat(cluster.claims().all()).hasSize(CLAIMS);
        assertThat(cluster.nodes().all()).hasSize(NODES);
        assertThat(large.longestPage()).isLessThanOrEqualTo(500);
        assertThat(cluster.claims().all())
            .allSatisfy(
                claim -> {
                  assertThat(claim.getMetadata().getManagedFields()).isEmpty();
                  assertThat(claim.getMetadata().getAnnotations())
                      .containsEntry("kubectl.kubernetes.io/last-applied-configuration", "")
                      .containsKey("volume.kubernetes.io/selected-node");
                });
        assertThat(cluster.nodes().all())
            .allSatisfy(
                node -> {
                  assertThat(node.getStatus().getImages()).isEmpty();
                  assertThat(node.getMetadata().getLabels())
                      .containsKey("topology.kubernetes.io/zone");
                });
      }
    }
  }

  /** Once, so that classes and buffers of the client do not count. */
  private static void follow(LargeCluster small) throws Exception {
    try (small;
        KubernetesClient client = client(small);
        Cluster cluster = new Cluster(client)) {
      cluster.start(Duration.ofMinutes(1));
    }
  }

  @Test
  void figuresOfALeaderThatHasNothingToDo() throws Exception {
    assumeThat(SECONDS).as("seconds to measure for, by -Debs.seconds").isPositive();
    try (LargeCluster large = new LargeCluster(CLAIMS, NODES);
        FakeDriver driver = FakeDriver.named("ebs.example");
        KubernetesClient client = client(large);
        Provisioner.Running _ =
            Provisioner.start(
                new ProvisionerConfig("default", "one", false, Leftovers.OF_ANYBODY),
                client,
                new Storage.Driver(driver.channel(), "the driver"),
                new SimpleMeterRegistry(),
                _ -> {},
                () -> {})) {
      measure("no node changes", large, 0);
      measure("no node changes, later", large, 0);
      measure("100 node changes a second", large, CHANGES_A_SECOND);
    }
  }

  /** With this process's own API server, which writes each object that it sends. */
  private static void measure(String when, LargeCluster large, int changesASecond) {
    long cpu = cpu();
    long allocated = allocated();
    long requests = large.requests();
    Instant begun = Instant.now();
    int changes = 0;
    while (Duration.between(begun, Instant.now()).toSeconds() < SECONDS) {
      if (changes * 100L
          < Duration.between(begun, Instant.now()).toMillis() * changesASecond / 10) {
        large.changeNode(changes++ % NODES);
      } else {
        Pause.sleeping().pause(Duration.ofMillis(5));
      }
    }
    double nanos = Duration.between(begun, Instant.now()).toNanos();
    print(
        "%s: CPU %.1f %%, %.1f MiB/s allocated, %.2f requests/s, %d KiB live",
        when,
        100 * (cpu() - cpu) / nanos,
        (allocated() - allocated) / 1048576.0 / SECONDS,
        (large.requests() - requests) / (double) SECONDS,
        live() / KIB);
  }

  private static KubernetesClient client(LargeCluster large) {
    Config config = new ConfigBuilder(Config.empty()).withMasterUrl(large.url()).build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static long live() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static long allocated() {
    return ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getTotalThreadAllocatedBytes();
  }

  private static void print(String format, Object... facts) {
    System.out.printf(format + "%n", facts);
  }
}
