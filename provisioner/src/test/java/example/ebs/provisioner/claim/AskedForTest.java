package example.ebs.provisioner.claim;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Claims that would wait for ever without a word, if nobody looked at what they ask for. */
final class AskedForTest {
  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();
  @AutoClose private final ClaimsAtWork work = new ClaimsAtWork(CLUSTER);

  @Test
  void aClassOfAttributesIsRefusedBeforeAVolumeIsMadeThatNobodyCanBind() {
    PersistentVolumeClaim claim =
        work.given(
            new PersistentVolumeClaimBuilder(Given.claim("data", "early"))
                .editSpec()
                .withVolumeAttributesClassName("fast")
                .endSpec()
                .build());
    assertThat(work.look(claim)).isEqualTo(Outcome.seldom());
    assertNothingWasMade();
    assertThat(work.events.told().getLast())
        .startsWith("Warning ProvisioningFailed PersistentVolumeClaim/data: ")
        .contains("volumeAttributesClassName fast", "take it out");
  }

  @Test
  void anEmptyNameOfSuchAClassIsNone() {
    PersistentVolumeClaim claim =
        work.given(
            new PersistentVolumeClaimBuilder(Given.claim("data", "early"))
                .editSpec()
                .withVolumeAttributesClassName("")
                .endSpec()
                .build());
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertThat(work.volumes()).hasSize(1);
  }

  @Test
  void aClaimMeantForAPopulatorIsToldSoOnceHoweverOftenItIsLookedAt() {
    PersistentVolumeClaim claim =
        work.given(
            new PersistentVolumeClaimBuilder(Given.claim("data", "early"))
                .editSpec()
                .withNewDataSourceRef("example.org", "Backup", "monday", null)
                .endSpec()
                .build());
    for (int looks = 0; looks < 3; looks++) {
      assertThat(work.look(claim)).isEqualTo(Outcome.done());
    }
    assertNothingWasMade();
    assertThat(work.events.told())
        .containsExactly(
            "Normal Provisioning PersistentVolumeClaim/data: A populator must make this volume and fill it with Backup.example.org \"monday\"; the claim waits for it");
  }

  @Test
  void theAnnotationByWhichClassesWereNamedAtFirstIsRead() {
    CLUSTER.put(
        new StorageClassBuilder(Given.immediate("old")).addToParameters("type", "st1").build());
    PersistentVolumeClaim claim =
        work.given(
            new PersistentVolumeClaimBuilder(Given.claim("data", "early"))
                .editMetadata()
                .addToAnnotations("volume.beta.kubernetes.io/storage-class", "old")
                .endMetadata()
                .editSpec()
                .withStorageClassName(null)
                .endSpec()
                .build());
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertThat(work.driver.requests(CreateVolumeRequest.class))
        .singleElement()
        .extracting(CreateVolumeRequest::getParametersMap)
        .hasToString("{type=st1}");
    assertThat(work.volumes().getFirst().getSpec().getStorageClassName()).isEqualTo("old");
  }

  private void assertNothingWasMade() {
    assertThat(work.driver.requests(CreateVolumeRequest.class)).isEmpty();
    assertThat(CLUSTER.api().writes()).isEmpty();
  }
}
