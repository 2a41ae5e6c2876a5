package example.ebs.provisioner.claim;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.CSIPersistentVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecretReference;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets that a class names: what the driver is told, and what the PersistentVolume says. */
final class ClaimSecretsTest {
  private static final String PREFIX = "csi.storage.k8s.io/";
  private static final Map<String, String> TOLD = Map.of("user", "me");

  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();
  @AutoClose private final ClaimsAtWork work = new ClaimsAtWork(CLUSTER);

  @BeforeEach
  void nameSecrets() {
    CLUSTER.put(
        new StorageClassBuilder(Given.immediate("early"))
            .withParameters(
                Map.of(
                    PREFIX + "secret-name", "any",
                    PREFIX + "secret-namespace", "vault",
                    PREFIX + "provisioner-secret-name", "of-${pvc.name}",
                    PREFIX + "provisioner-secret-namespace", "vault",
                    PREFIX + "node-stage-secret-name", "stage",
                    PREFIX + "node-stage-secret-namespace", "${pvc.namespace}"))
            .build());
  }

  @Test
  void theDriverIsToldWhatTheSecretHoldsAndNoParameterNamesIt() {
    givenSecret();
    PersistentVolumeClaim claim = work.given(Given.claim("data", "early"));
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    CreateVolumeRequest request = work.driver.requests(CreateVolumeRequest.class).getFirst();
    assertThat(request.getSecretsMap()).isEqualTo(TOLD);
    assertThat(request.getParametersMap()).isEmpty();
  }

  @Test
  void thePersistentVolumeNamesTheSecretsOfAllThatComesLater() {
    givenSecret();
    work.look(work.given(Given.claim("data", "early")));
    PersistentVolume written = work.volumes().getFirst();
    SecretReference any = new SecretReference("any", "vault");
    CSIPersistentVolumeSource source = written.getSpec().getCsi();
    assertThat(source.getControllerPublishSecretRef()).isEqualTo(any);
    assertThat(source.getNodeStageSecretRef()).isEqualTo(new SecretReference("stage", "default"));
    assertThat(source.getNodePublishSecretRef()).isEqualTo(any);
    assertThat(source.getControllerExpandSecretRef()).isEqualTo(any);
    assertThat(source.getNodeExpandSecretRef()).isEqualTo(any);
    assertThat(written.getMetadata().getAnnotations())
        .containsEntry("volume.kubernetes.io/provisioner-deletion-secret-name", "of-data")
        .containsEntry("volume.kubernetes.io/provisioner-deletion-secret-namespace", "vault")
        .containsEntry("volume.kubernetes.io/controller-modify-secret-name", "any")
        .containsEntry("volume.kubernetes.io/controller-modify-secret-namespace", "vault");
  }

  @Test
  void aSecretThatIsMissingIsNamedBeforeAnybodyIsAsked() {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "early"));
    assertThat(work.look(claim)).isEqualTo(Outcome.retry());
    assertThat(work.driver.requests(CreateVolumeRequest.class)).isEmpty();
    assertThat(CLUSTER.api().writes()).isEmpty();
    assertThat(work.events.told().getLast()).contains("Secret vault/of-data", "create it");
    givenSecret();
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
  }

  @Test
  void aSecretThatMayNotBeReadIsToldWithWhatToGrant() {
    givenSecret();
    CLUSTER.api().forbidReading(path -> path.contains("/secrets/"));
    PersistentVolumeClaim claim = work.given(Given.claim("data", "early"));
    assertThat(work.look(claim)).isEqualTo(Outcome.retry());
    assertThat(work.driver.requests(CreateVolumeRequest.class)).isEmpty();
    assertThat(work.events.told().getLast()).contains("Secret vault/of-data", "Role");
  }

  @Test
  void whatIsUndoneIsUndoneWithTheSecret() {
    givenSecret();
    PersistentVolumeClaim claim = work.given(Given.claim("data", "early"));
    work.driver.loseReply(CreateVolumeRequest.class, new Failure.Unavailable("gone"));
    work.look(claim);
    CLUSTER.delete(claim);
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertThat(work.driver.volumes()).isEmpty();
    assertThat(work.driver.requests(DeleteVolumeRequest.class))
        .singleElement()
        .extracting(DeleteVolumeRequest::getSecretsMap)
        .isEqualTo(TOLD);
  }

  /** Without it the driver would say no, and a no must not pass for "there is none". */
  @Test
  void whatCannotBeAskedForWithoutItsSecretKeepsItsClaim() {
    givenSecret();
    PersistentVolumeClaim claim = work.given(Given.claim("data", "early"));
    work.driver.loseReply(CreateVolumeRequest.class, new Failure.Unavailable("gone"));
    work.look(claim);
    CLUSTER.delete(claim);
    CLUSTER.delete(secret());
    assertThat(work.look(claim)).isEqualTo(Outcome.retry());
    assertThat(work.finalizers(claim)).contains(ClaimsAtWork.NAMES.claimFinalizer());
    assertThat(work.events.told().getLast())
        .as("in a namespace that goes nobody can create it again")
        .contains(
            "Secret vault/of-data", "remove finalizer " + ClaimsAtWork.NAMES.claimFinalizer());
  }

  private static void givenSecret() {
    CLUSTER.put(secret());
  }

  private static Secret secret() {
    return new SecretBuilder()
        .withNewMetadata()
        .withName("of-data")
        .withNamespace("vault")
        .endMetadata()
        .addToData("user", "bWU=")
        .build();
  }
}
