package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** emptyDir mode: a folder that is born with its pod and dies with it. */
@Tag("S7")
@ExtendWith(OnCluster.class)
final class ScenarioS7 {
  private static final String FOLDER = "s7-empty-dir/";
  private static final Duration SOON = Duration.ofMinutes(2);

  @Test
  void theContainersShareItAndNoOtherNodeSeesIt(Cluster cluster) {
    cluster.example(FOLDER + "inline.yaml");
    Pod pod = cluster.pods().running("scratch");
    var _ = exec(cluster, "scratch", "writer", "sh", "-c", "echo shared > /scratch/note");

    assertThat(exec(cluster, "scratch", "reader", "cat", "/scratch/note")).isEqualTo("shared");
    LocalFolders folders = new LocalFolders(cluster);
    assertThat(folders.nodesWith(LocalFolders.ofPod(Pods.uid(pod))))
        .containsExactly(Pods.node(pod));
    assertThat(cluster.client().storage().v1().volumeAttachments().list().getItems())
        .noneMatch(each -> each.getSpec().getAttacher().startsWith("local."));

    cluster.pods().delete("scratch");
    folders.untilGone(Pods.node(pod), LocalFolders.ofPod(Pods.uid(pod)));
  }

  @Test
  void aContainerThatStartsAgainFindsItsFiles(Cluster cluster) {
    cluster.applyText(LocalPods.inline("restarts", "", ""));
    var _ = cluster.pods().running("restarts");
    var _ = cluster.pods().exec("restarts", "sh", "-c", "echo kept > /scratch/note");
    // With the container's first process whatever was started in it ends, too.
    var _ = cluster.kubectlCommand("exec", "restarts", "--", "kill", "1").run();
    Eventually.holds(
        "the container to start again", SOON, () -> cluster.pods().restarts("restarts") > 0);

    var _ = cluster.pods().running("restarts");
    assertThat(cluster.pods().exec("restarts", "cat", "/scratch/note")).isEqualTo("kept");
  }

  @Test
  void whoeverWritesPastTheLimitGetsNoSpaceAndNobodyElse(Cluster cluster) {
    cluster.applyText(LocalPods.inline("greedy", "", "sizeLimit: 32Mi"));
    Pod greedy = cluster.pods().running("greedy");
    cluster.applyText(LocalPods.inline("modest", Pods.node(greedy), "sizeLimit: 32Mi"));
    var _ = cluster.pods().running("modest");

    assertThat(fill(cluster, "greedy", 64)).contains("No space left on device");
    assertThat(fill(cluster, "modest", 8)).doesNotContain("No space left");
    assertThat(Pods.isReady(cluster.pods().running("greedy"))).isTrue();
  }

  @Test
  void inMemoryItIsATmpfsOfThatSize(Cluster cluster) {
    cluster.example(FOLDER + "memory.yaml");
    String pod = "scratch-in-memory";
    var _ = cluster.pods().running(pod);
    assertThat(cluster.pods().exec(pod, "grep", " /scratch ", "/proc/mounts"))
        .contains("tmpfs", "size=8192k");
    assertThat(fill(cluster, pod, 16)).contains("No space left on device");
  }

  @Test
  void byClaimItStaysOnItsNodeIsEmptyForTheNextPodAndGoesWithTheClaim(Cluster cluster) {
    cluster.example(FOLDER + "claim.yaml");
    Pod first = cluster.pods().running("finds-it-empty");
    var _ = cluster.pods().exec("finds-it-empty", "touch", "/scratch/note");
    cluster.pods().delete("finds-it-empty");
    cluster.applyText(LocalPods.onClaim("second", "", "empty"));
    Pod second = cluster.pods().running("second");

    assertThat(Pods.node(second)).isEqualTo(Pods.node(first));
    assertThat(cluster.pods().exec("second", "ls", "-A", "/scratch")).doesNotContain("note");
    String volume = cluster.claims().bound("empty").getMetadata().getName();
    cluster.pods().delete("second");
    var _ = cluster.kubectl("delete", "pvc", "empty");
    cluster.claims().untilVolumeGone(volume);
  }

  @Test
  void byATemplateItsClaimGoesWithThePod(Cluster cluster) {
    cluster.example(FOLDER + "ephemeral.yaml");
    var _ = cluster.pods().running("scratch-by-template");
    String claim = "scratch-by-template-scratch";
    String volume = cluster.claims().bound(claim).getMetadata().getName();
    cluster.pods().delete("scratch-by-template");
    cluster.claims().untilGone(claim);
    cluster.claims().untilVolumeGone(volume);
  }

  @Test
  void aPathInTheAttributesOfAPodIsRefused(Cluster cluster) {
    cluster.applyText(LocalPods.inline("hostile", "", "path: /etc"));
    assertThat(cluster.events().containing("hostile", "FailedMount", "\"path\"")).isNotEmpty();
  }

  private static String exec(Cluster cluster, String pod, String container, String... words) {
    return cluster.pods().execIn(pod, container, words);
  }

  private static String fill(Cluster cluster, String pod, int mebibytes) {
    return cluster
        .kubectlCommand(
            "exec",
            pod,
            "--",
            "dd",
            "if=/dev/zero",
            "of=/scratch/fill",
            "bs=1M",
            "count=" + mebibytes)
        .run()
        .text();
  }
}
