package example.ebs.provisioner.reclaim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Waiting;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.provisioner.DrivenClock;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.FakeDriver;
import example.ebs.provisioner.FakeEvents;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.loop.LoopMetrics;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.loop.ReconcileLoop;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReclaimReconcilerTest {
  private static final String FINALIZER = Volumes.FINALIZER;
  private static final String PROTECTION = "kubernetes.io/pv-protection";
  private static final ObjectKey KEY = ObjectKey.of("pv-1");

  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster();
  @AutoClose private final FakeDriver driver = FakeDriver.named(Given.DRIVER);
  private final FakeEvents events = new FakeEvents();
  private final DrivenClock clock = new DrivenClock();
  private ReclaimReconciler reclaim = reconciler();

  private ReclaimReconciler reconciler() {
    return new ReclaimReconciler(CLUSTER.cluster(), driver.controller(), events, clock);
  }

  /** For the indexes by which attachments and volumes are found. */
  @BeforeAll
  static void watch() {
    try (FakeDriver any = FakeDriver.named(Given.DRIVER)) {
      new ReclaimReconciler(
              CLUSTER.cluster(), any.controller(), new FakeEvents(), new DrivenClock())
          .watch(
              new ReconcileLoop(
                  "reclaim",
                  _ -> Outcome.done(),
                  new LoopMetrics(new SimpleMeterRegistry()),
                  Waiting.real()));
    }
    CLUSTER.start();
  }

  @BeforeEach
  void begin() {
    CLUSTER.clear();
    driver.addVolume(Volumes.ID, 1L << 30);
  }

  @Test
  void aReleasedVolumeIsDeletedAndThenItsPersistentVolume() {
    given(Volumes.released(Volumes.volume("Delete")));
    assertThat(look()).isEqualTo(Outcome.done());
    assertThat(driver.requests(DeleteVolumeRequest.class))
        .extracting(DeleteVolumeRequest::getVolumeId)
        .containsExactly(Volumes.ID);
    assertThat(CLUSTER.cluster().volumes().all()).isEmpty();
    assertThat(events.told()).isEmpty();
  }

  @Test
  void whatIsToBeRetainedIsNeitherDeletedNorHeld() {
    given(Volumes.released(Volumes.volume("Retain")));
    assertThat(look()).isEqualTo(Outcome.done());
    assertKept();
    assertThat(finalizers()).isEmpty();
    CLUSTER.api().forget();
    look();
    assertThat(CLUSTER.api().writes()).isEmpty();
  }

  @Test
  void aVolumeThatGoesWithItsPersistentVolumeHoldsIt() {
    PersistentVolume free = Volumes.volume("Delete");
    free.getMetadata().setFinalizers(List.of(PROTECTION));
    given(free);
    look();
    assertThat(finalizers()).containsExactly(PROTECTION, FINALIZER);
    CLUSTER.api().forget();
    look();
    assertThat(CLUSTER.api().writes()).isEmpty();
  }

  @Test
  void anotherDriversVolumeIsNotTouched() {
    PersistentVolume foreign = Volumes.released(Volumes.volume("Delete"));
    foreign.getSpec().getCsi().setDriver("other.example");
    given(foreign);
    assertThat(look()).isEqualTo(Outcome.done());
    assertKept();
    assertThat(CLUSTER.api().writes()).isEmpty();
  }

  @Test
  void aVolumeThatAnotherProvisionerMadeIsThatOnesToDelete() {
    PersistentVolume others = Volumes.released(Volumes.volume("Delete"));
    others.getMetadata().setAnnotations(Map.of("pv.kubernetes.io/provisioned-by", "maker"));
    others.getMetadata().setFinalizers(List.of(PROTECTION));
    given(others);
    assertThat(look()).isEqualTo(Outcome.done());
    assertKept();
    assertThat(CLUSTER.api().writes()).isEmpty();
    others.getMetadata().setAnnotations(Map.of("pv.kubernetes.io/provisioned-by", Given.DRIVER));
    given(others);
    look();
    assertThat(driver.volumes()).isEmpty();
  }

  /** Whether that one deletes it, and when, is not known. */
  @Test
  void neverWhileAnotherProvisionersPersistentVolumeStandsForTheSameVolume() {
    given(Volumes.released(Volumes.volume("Delete")));
    PersistentVolume other = Volumes.released(Volumes.volume("Delete"));
    other.getMetadata().setName("pv-2");
    other.getMetadata().setAnnotations(Map.of("pv.kubernetes.io/provisioned-by", "maker"));
    CLUSTER.put(other);
    assertThat(look()).isEqualTo(Outcome.retry());
    assertKept();
  }

  @Test
  void whatKubernetesGaveUpIsLeftToAPerson() {
    PersistentVolume failed = Volumes.released(Volumes.volume("Delete"));
    failed.getStatus().setPhase("Failed");
    given(failed);
    assertThat(look()).isEqualTo(Outcome.done());
    assertKept();
    CLUSTER.delete(failed);
    look();
    assertThat(driver.volumes()).hasSize(1);
    assertThat(CLUSTER.cluster().volumes().all()).as("deleted by hand it is let go").isEmpty();
  }

  @Test
  void aPersistentVolumeThatTookItsNameMeanwhileStays() {
    given(Volumes.released(Volumes.volume("Delete")));
    PersistentVolume another = Volumes.volume("Retain");
    another.getMetadata().setUid("another");
    CLUSTER
        .api()
        .afterEach(
            () -> {
              CLUSTER.api().afterEach(() -> {});
              CLUSTER.api().putUnseen("/api/v1/persistentvolumes/pv-1", another);
            });
    reclaim.reconcile(KEY);
    assertThat(CLUSTER.now(another)).isPresent();
  }

  @Test
  void neverWhileItIsAttachedAndSaysSoOnlyWhenItLastsLong() {
    PersistentVolume volume = Volumes.released(Volumes.volume("Delete"));
    volume.getStatus().setLastPhaseTransitionTime(clock.instant().toString());
    given(volume);
    VolumeAttachment attachment = CLUSTER.put(Volumes.attachment());
    assertThat(look()).isEqualTo(Outcome.after(Duration.ofMinutes(1)));
    assertThat(events.told()).isEmpty();
    clock.advance(Duration.ofMinutes(2));
    assertThat(look()).isEqualTo(Outcome.after(Duration.ofMinutes(1)));
    assertThat(events.told().getLast()).contains("node-a");
    assertKept();
    CLUSTER.delete(attachment);
    look();
    assertThat(driver.volumes()).isEmpty();
  }

  @Test
  void neverWhileItsVeryClaimIsThere() {
    PersistentVolumeClaim claim = CLUSTER.put(Given.claim("data", "late"));
    PersistentVolume volume = Volumes.released(Volumes.volume("Delete"));
    volume.getSpec().getClaimRef().setUid(claim.getMetadata().getUid());
    given(volume);
    look();
    assertKept();
    claim.getMetadata().setFinalizers(List.of());
    CLUSTER.delete(CLUSTER.put(claim));
    CLUSTER.put(Given.claim("data", "late"));
    look();
    assertThat(driver.volumes()).as("another claim of that name is another").isEmpty();
  }

  @Test
  void deletedByHandWhileItIsBoundItWaitsForItsClaim() {
    given(Volumes.bound(Volumes.volume("Delete")));
    CLUSTER.delete(Volumes.volume("Delete"));
    look();
    assertKept();
    assertThat(finalizers()).containsExactly(FINALIZER);
    CLUSTER.put(Volumes.released(seen()));
    look();
    assertThat(driver.volumes()).isEmpty();
    assertThat(CLUSTER.cluster().volumes().all()).isEmpty();
  }

  @Test
  void deletedByHandBeforeAnybodyClaimedItTheVolumeStays() {
    given(Volumes.volume("Delete"));
    CLUSTER.delete(Volumes.volume("Delete"));
    look();
    assertThat(driver.volumes()).hasSize(1);
    assertThat(CLUSTER.cluster().volumes().all()).isEmpty();
  }

  @Test
  void whoeverTookOurFinalizerAwayFromADeletedOneWantsToKeepTheVolume() {
    PersistentVolume volume = Volumes.released(Volumes.volume("Delete"));
    volume.getMetadata().setFinalizers(List.of(PROTECTION));
    given(volume);
    CLUSTER.delete(volume);
    look();
    assertKept();
  }

  @Test
  void aPolicyThatWasChangedAMomentAgoIsRespectedThoughTheWatchHasNotToldYet() {
    PersistentVolume volume = given(Volumes.released(Volumes.volume("Delete")));
    volume.getSpec().setPersistentVolumeReclaimPolicy("Retain");
    CLUSTER.client().resource(volume).update();
    // The watch may have told or not; both must end well.
    reclaim.reconcile(KEY);
    assertKept();
  }

  @Test
  void neverWhileAnotherPersistentVolumeStandsForTheSameVolume() {
    given(Volumes.released(Volumes.volume("Delete")));
    PersistentVolume other = Volumes.bound(Volumes.volume("Retain"));
    other.getMetadata().setName("pv-2");
    CLUSTER.put(other);
    assertThat(look()).isEqualTo(Outcome.retry());
    assertKept();
    assertThat(events.told().getLast()).contains("pv-2", "Retain");
    other.getSpec().setPersistentVolumeReclaimPolicy("Delete");
    CLUSTER.put(Volumes.released(other));
    look();
    assertThat(driver.volumes()).as("neither wants it any more").isEmpty();
  }

  @Test
  void aFailureIsToldAndEverythingKept() {
    given(Volumes.released(Volumes.volume("Delete")));
    driver.fail(DeleteVolumeRequest.class, new Failure.InUse("attached in EC2"));
    assertThat(look()).isEqualTo(Outcome.retry());
    assertThat(events.told())
        .containsExactly("Warning VolumeFailedDelete PersistentVolume/pv-1: attached in EC2");
    assertThat(driver.volumes()).hasSize(1);
    assertThat(finalizers()).contains(FINALIZER);
    look();
    assertThat(driver.volumes()).isEmpty();
  }

  @Test
  void aVolumeIsDeletedOnceHoweverOftenItsPersistentVolumeIsToldOf() {
    PersistentVolume volume = Volumes.released(Volumes.volume("Delete"));
    volume.getMetadata().setFinalizers(List.of(FINALIZER, "somebody.else/finalizer"));
    given(volume);
    look();
    look();
    look();
    assertThat(driver.requests(DeleteVolumeRequest.class)).hasSize(1);
    assertThat(seen().isMarkedForDeletion()).isTrue();
    assertThat(finalizers()).containsExactly("somebody.else/finalizer");
  }

  /** Our finalizer's end, and the deletion of the object. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void afterTheDeathOfTheProcessAnotherGoesOn(int write) {
    given(Volumes.released(Volumes.volume("Delete")));
    AtomicInteger writes = new AtomicInteger();
    CLUSTER
        .api()
        .afterEach(
            () -> {
              if (writes.incrementAndGet() == write) {
                throw new IllegalStateException("the process died");
              }
            });
    assertThatThrownBy(this::look).isInstanceOf(KubernetesClientException.class);
    CLUSTER.api().afterEach(() -> {});
    reclaim = reconciler();
    assertThat(look()).isEqualTo(Outcome.done());
    assertThat(driver.volumes()).isEmpty();
    assertThat(CLUSTER.cluster().volumes().all()).isEmpty();
  }

  @Test
  void aLostReplyOfDeleteVolumeIsAskedForAgain() {
    given(Volumes.released(Volumes.volume("Delete")));
    driver.loseReply(DeleteVolumeRequest.class, new Failure.Unavailable("gone"));
    assertThat(look()).isEqualTo(Outcome.retry());
    assertThat(look()).isEqualTo(Outcome.done());
    assertThat(CLUSTER.cluster().volumes().all()).isEmpty();
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
    given(noted);
    look();
    PersistentVolume written = Volumes.released(Volumes.volume("Delete"));
    written.getMetadata().setUid("another");
    written.getSpec().setStorageClassName("class");
    given(written);
    look();
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
    given(noted);
    assertThat(look()).isEqualTo(Outcome.done());
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

  private Outcome look() {
    CLUSTER.settle();
    try {
      return reclaim.reconcile(KEY);
    } finally {
      CLUSTER.settle();
    }
  }

  private static PersistentVolume given(PersistentVolume volume) {
    PersistentVolume written = CLUSTER.put(volume);
    CLUSTER.api().forget();
    return written;
  }

  private static PersistentVolume seen() {
    return CLUSTER.cluster().volumes().find(KEY).orElseThrow();
  }

  private static List<String> finalizers() {
    return seen().getMetadata().getFinalizers();
  }

  private void assertKept() {
    assertThat(driver.volumes()).hasSize(1);
    assertThat(driver.requests(DeleteVolumeRequest.class)).isEmpty();
    assertThat(CLUSTER.client().persistentVolumes().withName("pv-1").get()).isNotNull();
  }
}
