package example.ebs.provisioner.claim;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.Given;
import example.ebs.provisioner.claim.ClaimDecision.ClassMissing;
import example.ebs.provisioner.claim.ClaimDecision.ClassUntranslated;
import example.ebs.provisioner.claim.ClaimDecision.LeaveToPopulator;
import example.ebs.provisioner.claim.ClaimDecision.LetGo;
import example.ebs.provisioner.claim.ClaimDecision.Nothing;
import example.ebs.provisioner.claim.ClaimDecision.Provision;
import example.ebs.provisioner.claim.ClaimDecision.Undo;
import example.ebs.provisioner.csi.InTreeVolumes;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClaimDecisionTest {
  private static final String FINALIZER = "ebs.example/provisioning";
  private static final StorageClass EARLY = Given.immediate("class");
  private static final StorageClass LATE = Given.waiting("class");
  private static final StorageClass FOREIGN =
      new StorageClassBuilder(EARLY).withProvisioner("other.example").build();
  private static final PersistentVolumeClaim CLAIM = Given.claim("data", "class");
  private static final PersistentVolumeClaim PLACED = Given.claim("data", "class", "node-1");

  @Test
  void anImmediateClaimIsProvisioned() {
    assertThat(decide(CLAIM, EARLY)).isEqualTo(new Provision(EARLY));
  }

  @Test
  void aClaimThatWaitsForItsPodIsLeftAloneUntilThePodIsPlaced() {
    assertThat(decide(CLAIM, LATE)).isEqualTo(new Nothing());
    assertThat(decide(Given.claim("data", "class", ""), LATE)).isEqualTo(new Nothing());
    assertThat(decide(PLACED, LATE)).isEqualTo(new Provision(LATE));
  }

  @Test
  void whatWasBegunIsBroughtToAnEndWhateverTheSchedulerThinks() {
    assertThat(decide(held(CLAIM), LATE)).isEqualTo(new Provision(LATE));
  }

  @Test
  void anotherDriversClaimOrClassIsNotOurs() {
    assertThat(decide(annotated(Map.of()), EARLY)).isEqualTo(new Nothing());
    assertThat(decide(CLAIM, FOREIGN)).isEqualTo(new Nothing());
    assertThat(
            decide(
                annotated(Map.of("volume.kubernetes.io/storage-provisioner", "other.example")),
                EARLY))
        .isEqualTo(new Nothing());
  }

  /** Kubernetes hands them to the driver that has taken its own one's place, by its name. */
  @Test
  void aClassOfKubernetesOwnDriverIsOursWhereWeHaveItsPlace() {
    StorageClass old =
        new StorageClassBuilder(EARLY).withProvisioner("kubernetes.io/aws-ebs").build();
    PersistentVolumeClaim handed =
        annotated(Map.of("volume.kubernetes.io/storage-provisioner", InTreeVolumes.DRIVER));
    assertThat(ClaimDecision.of(handed, Optional.of(old), false, InTreeVolumes.DRIVER, FINALIZER))
        .isEqualTo(new ClassUntranslated(old));
    assertThat(decide(CLAIM, old)).isEqualTo(new Nothing());
  }

  @Test
  void dataThatNoDriverCopiesIsLeftToAPopulator() {
    PersistentVolumeClaim filled =
        new PersistentVolumeClaimBuilder(PLACED)
            .editSpec()
            .withNewDataSourceRef("example.org", "Backup", "monday", null)
            .endSpec()
            .build();
    assertThat(decide(filled, LATE))
        .isEqualTo(new LeaveToPopulator(new DataSource("example.org", "Backup", "monday")));
    PersistentVolumeClaim copied =
        new PersistentVolumeClaimBuilder(PLACED)
            .editSpec()
            .withNewDataSource("snapshot.storage.k8s.io", "VolumeSnapshot", "before")
            .endSpec()
            .build();
    assertThat(decide(copied, LATE)).isEqualTo(new Provision(LATE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "volume.kubernetes.io/storage-provisioner",
        "volume.beta.kubernetes.io/storage-provisioner",
        "pv.kubernetes.io/migrated-to"
      })
  void kubernetesSaysInThreeWaysThatAClaimIsOurs(String annotation) {
    assertThat(decide(annotated(Map.of(annotation, Given.DRIVER)), EARLY))
        .isEqualTo(new Provision(EARLY));
  }

  @Test
  void aMissingClassIsMissedOnlyByAClaimOfOurs() {
    assertThat(decide(CLAIM, Optional.empty(), false)).isEqualTo(new ClassMissing("class"));
    assertThat(decide(annotated(Map.of()), Optional.empty(), false)).isEqualTo(new Nothing());
  }

  @Test
  void whatIsWrittenDownIsLetGo() {
    PersistentVolumeClaim bound = boundTo(CLAIM, "pvc-uid-of-data");
    for (PersistentVolumeClaim claim : new PersistentVolumeClaim[] {CLAIM, bound, deleted(CLAIM)}) {
      assertThat(decide(claim, Optional.of(EARLY), true)).isEqualTo(new Nothing());
      assertThat(decide(held(claim), Optional.of(EARLY), true)).isEqualTo(new LetGo());
    }
    assertThat(decide(held(bound), EARLY)).isEqualTo(new LetGo());
    assertThat(decide(bound, EARLY)).isEqualTo(new Nothing());
  }

  @Test
  void aClaimThatWasBoundElsewhereMeanwhileHasNoUseForWhatWasBegun() {
    PersistentVolumeClaim elsewhere = boundTo(CLAIM, "by-hand");
    assertThat(decide(elsewhere, EARLY)).isEqualTo(new Nothing());
    assertThat(decide(held(elsewhere), EARLY)).isEqualTo(new Undo());
  }

  @Test
  void whatWasBegunForADeletedClaimIsUndone() {
    assertThat(decide(deleted(CLAIM), EARLY)).isEqualTo(new Nothing());
    assertThat(decide(deleted(held(CLAIM)), EARLY)).isEqualTo(new Undo());
    assertThat(decide(deleted(held(CLAIM)), Optional.empty(), false)).isEqualTo(new Undo());
  }

  private static ClaimDecision decide(PersistentVolumeClaim claim, StorageClass storageClass) {
    return decide(claim, Optional.of(storageClass), false);
  }

  private static ClaimDecision decide(
      PersistentVolumeClaim claim, Optional<StorageClass> storageClass, boolean written) {
    return ClaimDecision.of(claim, storageClass, written, Given.DRIVER, FINALIZER);
  }

  private static PersistentVolumeClaim annotated(Map<String, String> annotations) {
    return new PersistentVolumeClaimBuilder(CLAIM)
        .editMetadata()
        .withAnnotations(annotations)
        .endMetadata()
        .build();
  }

  private static PersistentVolumeClaim held(PersistentVolumeClaim claim) {
    return new PersistentVolumeClaimBuilder(claim)
        .editMetadata()
        .addToFinalizers(FINALIZER)
        .endMetadata()
        .build();
  }

  private static PersistentVolumeClaim deleted(PersistentVolumeClaim claim) {
    return new PersistentVolumeClaimBuilder(claim)
        .editMetadata()
        .withDeletionTimestamp("2026-01-01T00:00:00Z")
        .endMetadata()
        .build();
  }

  private static PersistentVolumeClaim boundTo(PersistentVolumeClaim claim, String volume) {
    return new PersistentVolumeClaimBuilder(claim)
        .editSpec()
        .withVolumeName(volume)
        .endSpec()
        .build();
  }
}
