package example.ebs.provisioner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.local.model.LocalVolumeContext;
import example.ebs.local.model.LocalVolumeId;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.Objects;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Where local volumes go, and how they are written down. */
final class LocalVolumesTest {
  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();
  private final LocalScene scene = new LocalScene(CLUSTER);

  @Test
  void aClaimWhosePodIsPlacedGetsAVolumeOnThatNode() {
    PersistentVolumeClaim claim = CLUSTER.put(Given.claim("data", "waiting", "node-b"));
    CLUSTER.api().forget();
    assertThat(scene.provide(claim, LocalScene.WAITING)).isEqualTo(Outcome.done());

    String uid = claim.getMetadata().getUid();
    PersistentVolume volume = scene.written().getFirst();
    assertThat(volume.getMetadata().getName()).isEqualTo("pvc-" + uid);
    assertThat(volume.getMetadata().getLabels())
        .containsExactly(Map.entry("ebs.example/node", "node-b"));
    assertThat(volume.getMetadata().getFinalizers()).containsExactly("local.ebs.example/directory");
    assertThat(volume.getMetadata().getAnnotations())
        .containsExactly(Map.entry("pv.kubernetes.io/provisioned-by", "ebs.example"));
    assertThat(volume.getSpec().getCsi().getDriver()).isEqualTo("local.ebs.example");
    assertThat(volume.getSpec().getCsi().getVolumeHandle())
        .isEqualTo(LocalVolumeId.ofVolume("pvc-" + uid).value());
    assertThat(volume.getSpec().getClaimRef().getUid()).isEqualTo(uid);
    var expression =
        volume
            .getSpec()
            .getNodeAffinity()
            .getRequired()
            .getNodeSelectorTerms()
            .getFirst()
            .getMatchExpressions()
            .getFirst();
    assertThat(expression.getKey()).isEqualTo("local.ebs.example/node");
    assertThat(expression.getValues()).containsExactly("node-b");
  }

  @Test
  void theNodeIsToldWhatTheClassWants() {
    var storageClass =
        LocalScene.local(
            Given.waiting("waiting"),
            Map.of("mode", "hostPath", "permissions", "0770", "csi.storage.k8s.io/fstype", "xfs"));
    scene.provide(Given.claim("data", "waiting", "node-b"), storageClass);
    var source = scene.written().getFirst().getSpec().getCsi();
    assertThat(source.getFsType()).isEqualTo("xfs");
    assertThat(source.getVolumeAttributes())
        .containsEntry("directory", "default-data-pvc-uid-of-data")
        .containsEntry("permissions", "0770")
        .containsEntry("size", Long.toString(1L << 30));
    assertThat(LocalVolumeContext.fromMap(source.getVolumeAttributes()).source())
        .isInstanceOf(LocalVolumeContext.HostPath.class);
  }

  @Test
  void nothingIsWrittenOnTheClaim() {
    PersistentVolumeClaim claim = CLUSTER.put(Given.claim("data", "waiting", "node-b"));
    CLUSTER.api().forget();
    scene.provide(claim, LocalScene.WAITING);
    assertThat(CLUSTER.api().writes()).containsExactly("POST /api/v1/persistentvolumes");
  }

  @Test
  void withoutAPodVolumesGoWhereThereAreFewest() {
    for (int each = 0; each < 6; each++) {
      scene.provide(Given.claim("data-" + each, "immediate"), LocalScene.IMMEDIATE);
    }
    assertThat(scene.nodes())
        .containsExactly("node-a", "node-a", "node-a", "node-b", "node-b", "node-b");
  }

  @Test
  void claimsOfOneMomentAreSpreadAsWell() {
    for (int each = 0; each < 6; each++) {
      scene.provideAtOnce(Given.claim("data-" + each, "immediate"), LocalScene.IMMEDIATE);
    }
    assertThat(scene.nodes())
        .containsExactly("node-a", "node-a", "node-a", "node-b", "node-b", "node-b");
  }

  @Test
  void withoutAPodANodeThatTakesNoPodsIsLeftOut() {
    CLUSTER.put(
        new NodeBuilder(Given.node("node-a", "a"))
            .editSpec()
            .withUnschedulable(true)
            .endSpec()
            .build());
    scene.provide(Given.claim("data", "immediate"), LocalScene.IMMEDIATE);
    assertThat(scene.nodes()).containsExactly("node-b");
  }

  @Test
  void aPlacedPodMayWellRunOnANodeThatTakesNoMore() {
    CLUSTER.put(
        new NodeBuilder(Given.node("node-a", "a"))
            .editSpec()
            .withUnschedulable(true)
            .endSpec()
            .build());
    scene.provide(Given.claim("data", "waiting", "node-a"), LocalScene.WAITING);
    assertThat(scene.nodes()).containsExactly("node-a");
  }

  @Test
  void whereTheNodeServiceDoesNotRunTheSchedulerChoosesAgain() {
    CLUSTER.put(Given.node("node-c", "a"));
    PersistentVolumeClaim claim = CLUSTER.put(Given.claim("data", "waiting", "node-c"));
    assertThat(scene.provide(claim, LocalScene.WAITING)).isEqualTo(Outcome.done());
    assertThat(CLUSTER.now(claim).orElseThrow().getMetadata().getAnnotations())
        .doesNotContainKey(Given.SELECTED_NODE);
    assertThat(scene.written()).isEmpty();
    assertThat(scene.events.told())
        .containsExactly(
            "Warning ProvisioningFailed PersistentVolumeClaim/data: node node-c, chosen for the pod, does not run the node service of driver local.ebs.example; the scheduler is asked for another node");
  }

  @Test
  void theSchedulerIsToldOfANodeThatWillNotDo() {
    CLUSTER.put(Given.node("node-c", "a"));
    scene.provide(CLUSTER.put(Given.claim("data", "waiting", "node-c")), LocalScene.WAITING);
    assertThat(scene.told).containsExactly("waiting kubernetes.io/hostname=node-c");
    scene.provide(CLUSTER.put(Given.claim("more", "waiting", "node-b")), LocalScene.WAITING);
    assertThat(scene.told).hasSize(1);
  }

  @Test
  void aNodeThatHasJustJoinedIsWaitedFor() {
    CLUSTER.put(Given.node("node-c", "a"));
    scene.clock.advance(Duration.ofDays(-1));
    PersistentVolumeClaim claim = CLUSTER.put(Given.claim("data", "waiting", "node-c"));
    assertThat(scene.provide(claim, LocalScene.WAITING)).isEqualTo(Outcome.waiting());
    assertThat(CLUSTER.now(claim).orElseThrow().getMetadata().getAnnotations())
        .containsEntry(Given.SELECTED_NODE, "node-c");
    assertThat(scene.told).isEmpty();
    assertThat(scene.events.told()).singleElement().asString().contains("is waited for");
    scene.clock.advance(Duration.ofMinutes(6));
    assertThat(scene.provide(claim, LocalScene.WAITING)).isEqualTo(Outcome.done());
    assertThat(scene.told).hasSize(1);
  }

  @Test
  void whereItRunsNowhereTheClaimWaits() {
    CLUSTER.delete(Objects.csiNode("node-a", LocalScene.NAMES.name(), ""));
    CLUSTER.delete(Objects.csiNode("node-b", LocalScene.NAMES.name(), ""));
    PersistentVolumeClaim claim = CLUSTER.put(Given.claim("data", "waiting", "node-a"));
    assertThat(scene.provide(claim, LocalScene.WAITING)).isEqualTo(Outcome.waiting());
    assertThat(CLUSTER.now(claim).orElseThrow().getMetadata().getAnnotations())
        .containsEntry(Given.SELECTED_NODE, "node-a");
    assertThat(scene.provide(Given.claim("more", "immediate"), LocalScene.IMMEDIATE))
        .isEqualTo(Outcome.waiting());
    assertThat(scene.events.told())
        .anyMatch(each -> each.contains("no node for a local volume: node-a does not run"));
  }

  @Test
  void aNodeWithoutTheRootOfTheClassWillNotDo() {
    var fast = LocalScene.local(Given.waiting("fast"), Map.of("mode", "hostPath", "roots", "fast"));
    scene.provide(CLUSTER.put(Given.claim("data", "fast", "node-a")), fast);
    assertThat(scene.events.told().getFirst())
        .contains("there is no root \"fast\" on node node-a", "another node");
    scene.provide(Given.claim("data", "fast"), fast);
    assertThat(scene.nodes()).containsExactly("node-b");
  }

  @Test
  void aClassMayNameNodes() {
    var onB = Given.allowing(LocalScene.IMMEDIATE, "b");
    assertThat(scene.provide(Given.claim("data", "immediate"), onB)).isEqualTo(Outcome.waiting());
    CLUSTER.put(Given.node("node-b", "b"));
    scene.provide(Given.claim("data", "immediate"), onB);
    assertThat(scene.nodes()).containsExactly("node-b");
  }

  @Test
  void aNodeWhoseNameDoesNotFitALabelIsRefusedWithThatReason() {
    String name = "n".repeat(64);
    scene.addNode(name);
    scene.provide(CLUSTER.put(Given.claim("data", "waiting", name)), LocalScene.WAITING);
    assertThat(scene.written()).isEmpty();
    assertThat(scene.events.told().getFirst()).contains("a name of 64 characters", "takes 63");
  }

  @Test
  void afterALostReplyThereIsOneVolumeWhereItWasFirstPlanned() {
    PersistentVolumeClaim claim = CLUSTER.put(Given.claim("data", "immediate"));
    CLUSTER
        .api()
        .afterEach(
            () -> {
              throw new IllegalStateException("the process died");
            });
    assertThatThrownBy(() -> scene.provideAtOnce(claim, LocalScene.IMMEDIATE))
        .isInstanceOf(KubernetesClientException.class);
    CLUSTER.api().afterEach(() -> {});
    CLUSTER.settle();
    scene.restart();
    assertThat(scene.provide(claim, LocalScene.IMMEDIATE)).isEqualTo(Outcome.done());
    assertThat(scene.nodes()).containsExactly("node-a");
    assertThat(scene.events.told().getLast()).contains("Chose node node-a");
  }

  @Test
  void aVolumeOfThatNameThatIsNotTheClaimsIsLeftAlone() {
    CLUSTER.put(Objects.volume("pvc-uid-of-data", "other", "vol-1"));
    assertThat(scene.provide(Given.claim("data", "immediate"), LocalScene.IMMEDIATE))
        .isEqualTo(Outcome.retry());
    assertThat(scene.events.told().getFirst()).contains("exists and is not this claim's");
  }
}
