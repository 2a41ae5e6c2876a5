package example.ebs.provisioner.claim;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeNodeAffinity;
import io.fabric8.kubernetes.api.model.VolumeNodeAffinityBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class ClaimReconcilerTest {
  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();
  @AutoClose private final ClaimsAtWork work = new ClaimsAtWork(CLUSTER);

  @Test
  void makesTheVolumeWhereThePodWasPlaced() {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "late", "node-b"));
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertThat(work.zones()).containsExactly("b");
    assertThat(work.driver.volumes()).hasSize(1);
    assertThat(work.volumes()).hasSize(1);
    assertThat(work.events.told())
        .singleElement()
        .asString()
        .startsWith("Normal ProvisioningSucceeded PersistentVolumeClaim/data: ")
        .contains(work.driver.volumes().getFirst().getVolumeId(), " in b in ", name(claim));
  }

  @Test
  void theFinalizerIsThereBeforeCreateVolumeAndGoneAfterwards() {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "late", "node-a"));
    List<String> during = new ArrayList<>();
    work.driver.before(
        CreateVolumeRequest.class,
        () -> {
          during.addAll(work.finalizers(claim));
          during.add(work.annotation(claim, ClaimsAtWork.NAMES.topologyAnnotation()).orElse(""));
        });
    work.look(claim);
    assertThat(during)
        .containsExactly(
            ClaimsAtWork.PROTECTION, ClaimsAtWork.NAMES.claimFinalizer(), Given.ZONE + "=a");
    assertThat(work.finalizers(claim)).containsExactly(ClaimsAtWork.PROTECTION);
    assertThat(work.annotation(claim, ClaimsAtWork.NAMES.topologyAnnotation())).isEmpty();
    assertThat(CLUSTER.api().writes()).hasSize(3);
  }

  @Test
  void thePersistentVolumeIsWhatTheSidecarWouldWrite() {
    CLUSTER.put(
        new StorageClassBuilder(Given.waiting("late"))
            .withReclaimPolicy("Retain")
            .withMountOptions("noatime")
            .withParameters(Map.of("type", "gp3", "csi.storage.k8s.io/fstype", "xfs"))
            .build());
    PersistentVolumeClaim claim = work.given(Given.claim("data", "late", "node-a"));
    work.driver.answer(
        made -> {
          var changed = made.toBuilder();
          changed.getVolumeBuilder().setCapacityBytes(2L << 30).putVolumeContext("key", "value");
          return changed.build();
        });
    work.look(claim);
    PersistentVolume written = work.volumes().getFirst();
    assertThat(written.getSpec().getClaimRef().getResourceVersion()).isNotBlank();
    written.getSpec().getClaimRef().setResourceVersion("any");
    PersistentVolume wanted = handMade(claim);
    assertThat(written.getSpec()).isEqualTo(wanted.getSpec());
    assertThat(written.getStatus()).isEqualTo(wanted.getStatus());
    assertThat(written.getMetadata().getName()).isEqualTo(name(claim));
    assertThat(written.getMetadata().getAnnotations())
        .isEqualTo(wanted.getMetadata().getAnnotations());
    assertThat(written.getMetadata().getFinalizers())
        .isEqualTo(wanted.getMetadata().getFinalizers());
  }

  private PersistentVolume handMade(PersistentVolumeClaim claim) {
    return new PersistentVolumeBuilder()
        .withNewMetadata()
        .addToAnnotations("pv.kubernetes.io/provisioned-by", Given.DRIVER)
        .addToAnnotations("volume.kubernetes.io/provisioner-deletion-secret-name", "")
        .addToAnnotations("volume.kubernetes.io/provisioner-deletion-secret-namespace", "")
        .addToFinalizers("external-provisioner.volume.kubernetes.io/finalizer")
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withMountOptions("noatime")
        .addToCapacity("storage", new Quantity("2Gi"))
        .withPersistentVolumeReclaimPolicy("Retain")
        .withStorageClassName("late")
        .withVolumeMode("Filesystem")
        .withNewClaimRef()
        .withApiVersion("v1")
        .withKind("PersistentVolumeClaim")
        .withNamespace("default")
        .withName("data")
        .withUid(claim.getMetadata().getUid())
        .withResourceVersion("any")
        .endClaimRef()
        .withNodeAffinity(inZoneA())
        .withNewCsi()
        .withDriver(Given.DRIVER)
        .withVolumeHandle(work.driver.volumes().getFirst().getVolumeId())
        .withFsType("xfs")
        .addToVolumeAttributes("key", "value")
        .endCsi()
        .endSpec()
        .build();
  }

  private static VolumeNodeAffinity inZoneA() {
    return new VolumeNodeAffinityBuilder()
        .withNewRequired()
        .addNewNodeSelectorTerm()
        .addNewMatchExpression()
        .withKey(Given.ZONE)
        .withOperator("In")
        .withValues("a")
        .endMatchExpression()
        .endNodeSelectorTerm()
        .endRequired()
        .build();
  }

  @Test
  void aBlockVolumeIsWrittenWithoutFilesystem() {
    CLUSTER.put(
        new StorageClassBuilder(Given.immediate("early"))
            .withParameters(Map.of("csi.storage.k8s.io/fstype", "xfs"))
            .build());
    work.look(
        work.given(
            new PersistentVolumeClaimBuilder(Given.claim("data", "early"))
                .editSpec()
                .withVolumeMode("Block")
                .endSpec()
                .build()));
    PersistentVolume written = work.volumes().getFirst();
    assertThat(written.getSpec().getVolumeMode()).isEqualTo("Block");
    assertThat(written.getSpec().getCsi().getFsType()).isNull();
  }

  @Test
  void aDriverThatTellsNoSizeHasMadeWhatWasAskedFor() {
    work.driver.answer(
        made -> {
          var changed = made.toBuilder();
          changed.getVolumeBuilder().setCapacityBytes(0);
          return changed.build();
        });
    work.look(work.given(Given.claim("data", "early")));
    assertThat(work.volumes().getFirst().getSpec().getCapacity())
        .containsEntry("storage", new Quantity("1Gi"));
  }

  @Test
  void aVolumeThatIsTooSmallForItsClaimIsDeletedAgain() {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "early"));
    work.driver.answer(
        made -> {
          var changed = made.toBuilder();
          changed.getVolumeBuilder().setCapacityBytes(1L << 20);
          return changed.build();
        });
    work.driver.fail(DeleteVolumeRequest.class, new Failure.Internal("not now"));
    assertThat(work.look(claim)).isEqualTo(Outcome.retry());
    assertThat(work.finalizers(claim)).contains(ClaimsAtWork.NAMES.claimFinalizer());
    assertThat(work.look(claim)).isEqualTo(Outcome.retry());
    assertThat(work.driver.volumes()).isEmpty();
    assertThat(work.volumes()).isEmpty();
    assertThat(work.finalizers(claim)).containsExactly(ClaimsAtWork.PROTECTION);
    assertThat(work.events.told().getLast()).contains("1073741824", "1048576", "deleted again");
  }

  @Test
  void aClaimOfAnotherDriverOrClassIsNotTouched() {
    CLUSTER.put(
        new StorageClassBuilder(Given.immediate("foreign"))
            .withProvisioner("other.example")
            .build());
    PersistentVolumeClaim foreignClass = work.given(Given.claim("one", "foreign"));
    PersistentVolumeClaim foreignClaim =
        work.given(
            new PersistentVolumeClaimBuilder(Given.claim("two", "early"))
                .editMetadata()
                .withAnnotations(Map.of())
                .endMetadata()
                .build());
    PersistentVolumeClaim notPlaced = work.given(Given.claim("three", "late"));
    for (PersistentVolumeClaim claim : List.of(foreignClass, foreignClaim, notPlaced)) {
      assertThat(work.look(claim)).isEqualTo(Outcome.done());
    }
    assertNothingHappened();
    assertThat(work.events.told()).isEmpty();
  }

  @Test
  void whatCannotBeMadeIsRefusedBeforeAnybodyIsAsked() {
    PersistentVolumeClaim claim =
        work.given(
            new PersistentVolumeClaimBuilder(Given.claim("data", "early"))
                .editSpec()
                .withNewDataSource("snapshot.storage.k8s.io", "VolumeSnapshot", "before")
                .endSpec()
                .build());
    assertThat(work.look(claim)).isEqualTo(Outcome.after(Duration.ofMinutes(5)));
    assertNothingHappened();
    assertThat(work.events.told().getLast()).contains("snapshot");
  }

  @Test
  void aClassThatIsMissingIsNamedAndWaitedFor() {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "none"));
    assertThat(work.look(claim)).isEqualTo(Outcome.waiting());
    assertNothingHappened();
    assertThat(work.events.told().getLast()).contains("StorageClass none does not exist");
    CLUSTER.put(Given.immediate("none"));
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertThat(work.volumes()).hasSize(1);
  }

  @Test
  void aClassThatComesWithItsClaimAndIsNotSeenYetIsAskedForBeforeItIsCalledMissing() {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "new"));
    CLUSTER.api().putUnseen("/apis/storage.k8s.io/v1/storageclasses/new", Given.immediate("new"));
    assertThat(work.lookAtOnce(claim)).isEqualTo(Outcome.done());
    assertThat(work.driver.volumes()).hasSize(1);
    assertThat(work.events.told()).noneMatch(told -> told.startsWith("Warning"));
  }

  @Test
  void aPersistentVolumeOfThatNameThatIsAnothersIsNotTaken() {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "early"));
    work.driver.before(
        CreateVolumeRequest.class,
        () -> {
          PersistentVolume others = handMade(Given.claim("other", "early"));
          others.getMetadata().setName(name(claim));
          others.getSpec().getCsi().setVolumeHandle("vol-other");
          CLUSTER.client().resource(others).create();
        });
    work.driver.addVolume("vol-other", 1);
    assertThat(work.look(claim)).isEqualTo(Outcome.retry());
    assertThat(work.events.told().getLast()).contains(name(claim), "is not this claim's");
    assertThat(work.volumes().getFirst().getSpec().getCsi().getVolumeHandle())
        .isEqualTo("vol-other");
  }

  @Test
  void aWatchThatIsBehindDoesNotMakeAVolumeForAClaimThatWasLetGo() {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "late", "node-a"));
    work.driver.fail(CreateVolumeRequest.class, new Failure.Unavailable("away"));
    work.look(claim);
    work.driver.before(
        CreateVolumeRequest.class,
        () -> {
          throw new Failure.LimitReached("zone a is full");
        });
    // Two looks without waiting for the watch between: the second may see the claim still held.
    work.lookAtOnce(claim);
    work.lookAtOnce(claim);
    CLUSTER.settle();
    assertThat(work.driver.requests(CreateVolumeRequest.class)).hasSize(2);
    assertThat(work.driver.volumes()).isEmpty();
  }

  private void assertNothingHappened() {
    assertThat(CLUSTER.api().writes()).isEmpty();
    assertThat(work.driver.requests(CreateVolumeRequest.class)).isEmpty();
  }

  private static String name(PersistentVolumeClaim claim) {
    return "pvc-" + claim.getMetadata().getUid();
  }
}
