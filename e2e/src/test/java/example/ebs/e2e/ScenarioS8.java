package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** hostPath mode: a folder of one node that outlives its pods, and to which they come back. */
@Tag("S8")
@ExtendWith(OnCluster.class)
final class ScenarioS8 {
  private static final String FOLDER = "s8-host-path/";
  private static final String GRACE = "  terminationGracePeriodSeconds:";

  @Test
  void podsFollowTheirVolumeAndDeletingTheClaimRemovesTheFolder(Cluster cluster) {
    cluster.example(FOLDER + "claim.yaml");
    Pod first = cluster.pods().running("notes");
    PersistentVolume volume = cluster.claims().bound("notes");
    String folder = LocalFolders.of(volume);
    String written = cluster.pods().written("notes", "/data/times");
    assertThat(folder)
        .endsWith("/%s-notes-%s".formatted(cluster.namespace(), volume.getMetadata().getName()));

    cluster.pods().delete("notes");
    cluster.applyText(LocalPods.onClaim("later", "", "notes"));
    Pod second = cluster.pods().running("later");
    assertThat(Pods.node(second)).isEqualTo(Pods.node(first));
    assertThat(cluster.pods().exec("later", "head", "-n", "1", "/scratch/times"))
        .isEqualTo(written);
    LocalFolders folders = new LocalFolders(cluster);
    assertThat(folders.nodesWith(folder)).containsExactly(Pods.node(first));

    cluster.pods().delete("later");
    var _ = cluster.kubectl("delete", "pvc", "notes");
    cluster.claims().untilVolumeGone(volume.getMetadata().getName());
    assertThat(folders.isThere(Pods.node(first), folder)).isFalse();
  }

  @Test
  void withRetainTheFolderStays(Cluster cluster) {
    cluster.example(FOLDER + "retain.yaml");
    Pod pod = cluster.pods().running("notes-to-keep");
    PersistentVolume volume = cluster.claims().bound("notes-to-keep");
    cluster.pods().delete("notes-to-keep");
    var _ = cluster.kubectl("delete", "pvc", "notes-to-keep");
    cluster.claims().untilReleased(volume.getMetadata().getName());
    var _ = cluster.kubectl("delete", "pv", volume.getMetadata().getName());
    cluster.claims().untilVolumeGone(volume.getMetadata().getName());

    LocalFolders folders = new LocalFolders(cluster);
    assertThat(folders.isThere(Pods.node(pod), LocalFolders.of(volume))).isTrue();
    folders.removeByHand(Pods.node(pod), LocalFolders.of(volume));
  }

  /** It may be on the node that may die as a machine. */
  @Test
  @ResourceLock(Nodes.MACHINE)
  void withImmediateItIsBoundBeforeThereIsAPod(Cluster cluster) {
    cluster.example(FOLDER + "immediate.yaml");
    assertThat(cluster.claims().bound("notes-at-once").getSpec().getNodeAffinity()).isNotNull();
  }

  @Test
  void aFolderThatWasThereBeforeIsReadAndNeverDeleted(Cluster cluster) {
    String node = cluster.nodes().inZone("zone-b").getFirst();
    String folder = "/var/lib/ebs.example/existing/maps";
    var _ = cluster.nodes().exec(node, "sh", "-c", "mkdir -p $0; echo here > $0/map", folder);
    cluster.apply(
        Cluster.EXAMPLES + FOLDER + "existing.yaml",
        text ->
            text.replace(
                GRACE, "  nodeSelector: {kubernetes.io/hostname: " + node + "}\n" + GRACE));
    var _ = cluster.pods().running("reads-maps");
    assertThat(cluster.pods().exec("reads-maps", "cat", "/maps/map")).isEqualTo("here");
    assertThat(
            cluster.kubectlCommand("exec", "reads-maps", "--", "touch", "/maps/more").run().text())
        .contains("Read-only file system");

    String volume = cluster.claims().bound("maps").getMetadata().getName();
    cluster.pods().delete("reads-maps");
    var _ = cluster.kubectl("delete", "pvc", "maps");
    cluster.claims().untilVolumeGone(volume);
    assertThat(cluster.nodes().exec(node, "cat", folder + "/map")).isEqualTo("here");
    var _ = cluster.nodes().exec(node, "rm", "-rf", folder);
  }

  @Test
  void whoeverWritesPastTheClaimsSizeGetsNoSpace(Cluster cluster) {
    cluster.applyText(LocalPods.claim("small", "local-hostpath", "32Mi"));
    cluster.applyText(LocalPods.onClaim("greedy", "", "small"));
    var _ = cluster.pods().running("greedy");
    assertThat(
            cluster
                .kubectlCommand(
                    "exec",
                    "greedy",
                    "--",
                    "dd",
                    "if=/dev/zero",
                    "of=/scratch/fill",
                    "bs=1M",
                    "count=64")
                .run()
                .text())
        .contains("No space left on device");
  }

  @Test
  void aSharedFolderIsWrittenByManyPodsOfItsNode(Cluster cluster) {
    cluster.example(FOLDER + "shared.yaml");
    cluster.applyText(LocalPods.onClaim("writes", "", "blackboard"));
    Pod writes = cluster.pods().running("writes");
    cluster.applyText(LocalPods.onClaim("reads", "", "blackboard"));
    Pod reads = cluster.pods().running("reads");

    var _ = cluster.pods().exec("writes", "sh", "-c", "echo for all > /scratch/note");
    assertThat(cluster.pods().exec("reads", "cat", "/scratch/note")).isEqualTo("for all");
    assertThat(Pods.node(reads)).isEqualTo(Pods.node(writes));
  }

  @Test
  void asABlockDeviceItHasTheClaimsSize(Cluster cluster) {
    cluster.applyText(LocalPods.blockClaim("raw", "local-hostpath", "64Mi"));
    cluster.applyText(LocalPods.onBlockClaim("raw", "raw"));
    var _ = cluster.pods().running("raw");
    assertThat(cluster.pods().exec("raw", "blockdev", "--getsize64", "/dev/scratch"))
        .isEqualTo(Long.toString(64L << 20));

    var _ = cluster.pods().exec("raw", "sh", "-c", "echo kept | dd of=/dev/scratch conv=fsync");
    cluster.pods().delete("raw");
    cluster.applyText(LocalPods.onBlockClaim("again", "raw"));
    var _ = cluster.pods().running("again");
    assertThat(cluster.pods().exec("again", "head", "-n", "1", "/dev/scratch")).isEqualTo("kept");
  }

  @Test
  void aRootThatTheAdministratorDidNotAllowIsNamedInTheClaimsEvent(Cluster cluster) {
    refused(cluster, "roots: elsewhere", "elsewhere");
  }

  @Test
  void aPathOutsideTheAllowedPrefixesIsNamedInTheClaimsEvent(Cluster cluster) {
    refused(cluster, "path: /etc", "/etc");
  }

  @Test
  void aPathThatLeavesItsPrefixIsNamedInTheClaimsEvent(Cluster cluster) {
    refused(cluster, "path: /srv/../etc", "..");
  }

  private static void refused(Cluster cluster, String parameter, String named) {
    String name = cluster.namespace();
    cluster.applyText(LocalPods.storageClass(name, "Immediate", "mode: hostPath, " + parameter));
    cluster.applyText(LocalPods.claim("refused", name, "64Mi"));
    assertThat(cluster.events().containing("refused", "ProvisioningFailed", named)).isNotEmpty();
    assertThat(cluster.claims().get("refused").getStatus().getPhase()).isEqualTo("Pending");
  }
}
