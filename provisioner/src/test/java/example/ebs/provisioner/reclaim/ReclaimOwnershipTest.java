package example.ebs.provisioner.reclaim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.FakeDriver;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Whose a released volume is, and what its driver is told in secret when it deletes it. */
final class ReclaimOwnershipTest {
  private static final String PROTECTION = "kubernetes.io/pv-protection";

  @AutoClose private static final FakeCluster CLUSTER = ReclaimScene.watched();
  @AutoClose private final ReclaimScene scene = new ReclaimScene(CLUSTER);
  private final FakeDriver driver = scene.driver;

  @Test
  void aVolumeThatAnotherProvisionerMadeIsThatOnesToDelete() {
    PersistentVolume others = Volumes.released(Volumes.volume("Delete"));
    others.getMetadata().setAnnotations(Map.of("pv.kubernetes.io/provisioned-by", "maker"));
    others.getMetadata().setFinalizers(List.of(PROTECTION));
    scene.given(others);
    assertThat(scene.look()).isEqualTo(Outcome.done());
    scene.assertKept();
    assertThat(CLUSTER.api().writes()).isEmpty();
    others.getMetadata().setAnnotations(Map.of("pv.kubernetes.io/provisioned-by", Given.DRIVER));
    scene.given(others);
    scene.look();
    assertThat(driver.volumes()).isEmpty();
  }

  /** Whether that one deletes it, and when, is not known. */
  @Test
  void neverWhileAnotherProvisionersPersistentVolumeStandsForTheSameVolume() {
    scene.given(Volumes.released(Volumes.volume("Delete")));
    PersistentVolume other = Volumes.released(Volumes.volume("Delete"));
    other.getMetadata().setName("pv-2");
    other.getMetadata().setAnnotations(Map.of("pv.kubernetes.io/provisioned-by", "maker"));
    CLUSTER.put(other);
    assertThat(scene.look()).isEqualTo(Outcome.retry());
    scene.assertKept();
  }

  @Test
  void whatKubernetesGaveUpIsLeftToAPerson() {
    PersistentVolume failed = Volumes.released(Volumes.volume("Delete"));
    failed.getStatus().setPhase("Failed");
    scene.given(failed);
    assertThat(scene.look()).isEqualTo(Outcome.done());
    scene.assertKept();
    CLUSTER.delete(failed);
    scene.look();
    assertThat(driver.volumes()).hasSize(1);
    assertThat(CLUSTER.cluster().volumes().all()).as("deleted by hand it is let go").isEmpty();
  }

  @Test
  void aPersistentVolumeThatTookItsNameMeanwhileStays() {
    scene.given(Volumes.released(Volumes.volume("Delete")));
    PersistentVolume another = Volumes.volume("Retain");
    another.getMetadata().setUid("another");
    CLUSTER
        .api()
        .afterEach(
            () -> {
              CLUSTER.api().afterEach(() -> {});
              CLUSTER.api().putUnseen("/api/v1/persistentvolumes/pv-1", another);
            });
    scene.lookAtOnce();
    assertThat(CLUSTER.now(another)).isPresent();
  }

  @Test
  void theDriverIsToldTheSecretThatWasNotedOrThatTheClassNames() {
    PersistentVolume noted = Volumes.released(Volumes.volume("Delete"));
    noted
        .getMetadata()
        .setAnnotations(
            Map.of(
                DriverNames.DELETION_SECRET + "name", "noted",
                DriverNames.DELETION_SECRET + "namespace", "vault"));
    givenSecret("noted");
    givenSecret("of-data-in-default");
    CLUSTER.put(
        new StorageClassBuilder(Given.waiting("class"))
            .addToParameters(
                "csi.storage.k8s.io/provisioner-secret-name", "of-${pvc.name}-in-${pvc.namespace}")
            .addToParameters("csi.storage.k8s.io/provisioner-secret-namespace", "vault")
            .build());
    scene.given(noted);
    scene.look();
    PersistentVolume written = Volumes.released(Volumes.volume("Delete"));
    written.getMetadata().setUid("another");
    written.getSpec().setStorageClassName("class");
    scene.given(written);
    scene.look();
    assertThat(driver.requests(DeleteVolumeRequest.class))
        .extracting(DeleteVolumeRequest::getSecretsMap)
        .containsExactly(Map.of("of", "noted"), Map.of("of", "of-data-in-default"));
  }

  /** A namespace that is deleted takes its Secrets along. */
  @Test
  void aSecretThatIsGoneKeepsNoVolume() {
    PersistentVolume noted = Volumes.released(Volumes.volume("Delete"));
    noted
        .getMetadata()
        .setAnnotations(
            Map.of(
                DriverNames.DELETION_SECRET + "name", "gone",
                DriverNames.DELETION_SECRET + "namespace", "vault"));
    scene.given(noted);
    assertThat(scene.look()).isEqualTo(Outcome.done());
    assertThat(driver.volumes()).isEmpty();
  }

  private static void givenSecret(String name) {
    CLUSTER.put(
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("vault")
            .endMetadata()
            .addToData("of", Base64.getEncoder().encodeToString(name.getBytes(UTF_8)))
            .build());
  }
}
