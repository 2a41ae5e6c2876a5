package example.ebs.provisioner.large;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import example.ebs.provisioner.cluster.Cluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
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

  private static final List<String> SHIPPED =
      List.of(
          "-Xms16m",
          "-Xmx" + System.getProperty("ebs.heap", "128m"),
          "-Xmn6m",
          "-XX:MinHeapFreeRatio=5",
          "-XX:MaxHeapFreeRatio=15",
          "-XX:TrimNativeHeapInterval=5000",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:TieredStopAtLevel=1",
          "-XX:+ExitOnOutOfMemoryError");

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

  /** In the shipped heap, and with the options of the launcher. */
  @Test
  void figuresOfALeaderThatHasNothingToDo() throws Exception {
    assumeThat(SECONDS).as("seconds to measure for, by -Debs.seconds").isPositive();
    try (Child large =
            new Child(
                LargeClusterProcess.class,
                List.of("-Xmx2g"),
                String.valueOf(CLAIMS),
                String.valueOf(NODES));
        Child leader = new Child(LeaderProcess.class, SHIPPED, large.line())) {
      print("at the start: %s", leader.ask(String.valueOf(3 * SECONDS)));
      measure("no node changes", large, leader, 0);
      measure("100 node changes a second", large, leader, CHANGES_A_SECOND);
    }
  }

  private static void measure(String when, Child large, Child leader, int changesASecond)
      throws IOException {
    long before = Long.parseLong(large.ask(String.valueOf(changesASecond)));
    String used = leader.ask(String.valueOf(SECONDS));
    long requests = Long.parseLong(large.ask("0")) - before;
    print("%s: %s, %.2f requests/s", when, used, requests / (double) SECONDS);
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

  private static void print(String format, Object... facts) {
    System.out.printf(format + "%n", facts);
  }
}
