package example.ebs.provisioner.reclaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.provisioner.DrivenClock;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.FakeDriver;
import example.ebs.provisioner.FakeEvents;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReclaimReconcilerTest {
  private static final String FINALIZER = Volumes.FINALIZER;
  private static final String PROTECTION = "kubernetes.io/pv-protection";

  @AutoClose private static final FakeCluster CLUSTER = ReclaimScene.watched();
  @AutoClose private final ReclaimScene scene = new ReclaimScene(CLUSTER);
  private final FakeDriver driver = scene.driver;
  private final FakeEvents events = scene.events;
  private final DrivenClock clock = scene.clock;

  @Test
  void aReleasedVolumeIsDeletedAndThenItsPersistentVolume() {
    scene.given(Volumes.released(Volumes.volume("Delete")));
    assertThat(scene.look()).isEqualTo(Outcome.done());
    assertThat(driver.requests(DeleteVolumeRequest.class))
        .extracting(DeleteVolumeRequest::getVolumeId)
        .containsExactly(Volumes.ID);
    assertThat(CLUSTER.cluster().volumes().all()).isEmpty();
    assertThat(events.told()).isEmpty();
  }

  @Test
  void whatIsToBeRetainedIsNeitherDeletedNorHeld() {
    scene.given(Volumes.released(Volumes.volume("Retain")));
    assertThat(scene.look()).isEqualTo(Outcome.done());
    scene.assertKept();
    assertThat(scene.finalizers()).isEmpty();
    CLUSTER.api().forget();
    scene.look();
    assertThat(CLUSTER.api().writes()).isEmpty();
  }

  @Test
  void aVolumeThatGoesWithItsPersistentVolumeHoldsIt() {
    PersistentVolume free = Volumes.volume("Delete");
    free.getMetadata().setFinalizers(List.of(PROTECTION));
    scene.given(free);
    scene.look();
    assertThat(scene.finalizers()).containsExactly(PROTECTION, FINALIZER);
    CLUSTER.api().forget();
    scene.look();
    assertThat(CLUSTER.api().writes()).isEmpty();
  }

  @Test
  void anotherDriversVolumeIsNotTouched() {
    PersistentVolume foreign = Volumes.released(Volumes.volume("Delete"));
    foreign.getSpec().getCsi().setDriver("other.example");
    scene.given(foreign);
    assertThat(scene.look()).isEqualTo(Outcome.done());
    scene.assertKept();
    assertThat(CLUSTER.api().writes()).isEmpty();
  }

  @Test
  void neverWhileItIsAttachedAndSaysSoOnlyWhenItLastsLong() {
    PersistentVolume volume = Volumes.released(Volumes.volume("Delete"));
    volume.getStatus().setLastPhaseTransitionTime(clock.instant().toString());
    scene.given(volume);
    VolumeAttachment attachment = CLUSTER.put(Volumes.attachment());
    assertThat(scene.look()).isEqualTo(Outcome.after(Duration.ofMinutes(1)));
    assertThat(events.told()).isEmpty();
    clock.advance(Duration.ofMinutes(2));
    assertThat(scene.look()).isEqualTo(Outcome.after(Duration.ofMinutes(1)));
    assertThat(events.told().getLast()).contains("node-a");
    scene.assertKept();
    CLUSTER.delete(attachment);
    scene.look();
    assertThat(driver.volumes()).isEmpty();
  }

  @Test
  void neverWhileItsVeryClaimIsThere() {
    PersistentVolumeClaim claim = CLUSTER.put(Given.claim("data", "late"));
    PersistentVolume volume = Volumes.released(Volumes.volume("Delete"));
    volume.getSpec().getClaimRef().setUid(claim.getMetadata().getUid());
    scene.given(volume);
    scene.look();
    scene.assertKept();
    claim.getMetadata().setFinalizers(List.of());
    CLUSTER.delete(CLUSTER.put(claim));
    CLUSTER.put(Given.claim("data", "late"));
    scene.look();
    assertThat(driver.volumes()).as("another claim of that name is another").isEmpty();
  }

  @Test
  void deletedByHandWhileItIsBoundItWaitsForItsClaim() {
    scene.given(Volumes.bound(Volumes.volume("Delete")));
    CLUSTER.delete(Volumes.volume("Delete"));
    scene.look();
    scene.assertKept();
    assertThat(scene.finalizers()).containsExactly(FINALIZER);
    CLUSTER.put(Volumes.released(scene.seen()));
    scene.look();
    assertThat(driver.volumes()).isEmpty();
    assertThat(CLUSTER.cluster().volumes().all()).isEmpty();
  }

  @Test
  void deletedByHandBeforeAnybodyClaimedItTheVolumeStays() {
    scene.given(Volumes.volume("Delete"));
    CLUSTER.delete(Volumes.volume("Delete"));
    scene.look();
    assertThat(driver.volumes()).hasSize(1);
    assertThat(CLUSTER.cluster().volumes().all()).isEmpty();
  }

  @Test
  void whoeverTookOurFinalizerAwayFromADeletedOneWantsToKeepTheVolume() {
    PersistentVolume volume = Volumes.released(Volumes.volume("Delete"));
    volume.getMetadata().setFinalizers(List.of(PROTECTION));
    scene.given(volume);
    CLUSTER.delete(volume);
    scene.look();
    scene.assertKept();
  }

  @Test
  void aPolicyThatWasChangedAMomentAgoIsRespectedThoughTheWatchHasNotToldYet() {
    PersistentVolume volume = scene.given(Volumes.released(Volumes.volume("Delete")));
    volume.getSpec().setPersistentVolumeReclaimPolicy("Retain");
    CLUSTER.client().resource(volume).update();
    // The watch may have told or not; both must end well.
    scene.lookAtOnce();
    scene.assertKept();
  }

  @Test
  void neverWhileAnotherPersistentVolumeStandsForTheSameVolume() {
    scene.given(Volumes.released(Volumes.volume("Delete")));
    PersistentVolume other = Volumes.bound(Volumes.volume("Retain"));
    other.getMetadata().setName("pv-2");
    CLUSTER.put(other);
    assertThat(scene.look()).isEqualTo(Outcome.retry());
    scene.assertKept();
    assertThat(events.told().getLast()).contains("pv-2", "Retain");
    other.getSpec().setPersistentVolumeReclaimPolicy("Delete");
    CLUSTER.put(Volumes.released(other));
    scene.look();
    assertThat(driver.volumes()).as("neither wants it any more").isEmpty();
  }

  @Test
  void aFailureIsToldAndEverythingKept() {
    scene.given(Volumes.released(Volumes.volume("Delete")));
    driver.fail(DeleteVolumeRequest.class, new Failure.InUse("attached in EC2"));
    assertThat(scene.look()).isEqualTo(Outcome.retry());
    assertThat(events.told())
        .containsExactly("Warning VolumeFailedDelete PersistentVolume/pv-1: attached in EC2");
    assertThat(driver.volumes()).hasSize(1);
    assertThat(scene.finalizers()).contains(FINALIZER);
    scene.look();
    assertThat(driver.volumes()).isEmpty();
  }

  @Test
  void aVolumeIsDeletedOnceHoweverOftenItsPersistentVolumeIsToldOf() {
    PersistentVolume volume = Volumes.released(Volumes.volume("Delete"));
    volume.getMetadata().setFinalizers(List.of(FINALIZER, "somebody.else/finalizer"));
    scene.given(volume);
    scene.look();
    scene.look();
    scene.look();
    assertThat(driver.requests(DeleteVolumeRequest.class)).hasSize(1);
    assertThat(scene.seen().isMarkedForDeletion()).isTrue();
    assertThat(scene.finalizers()).containsExactly("somebody.else/finalizer");
  }

  /** Our finalizer's end, and the deletion of the object. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void afterTheDeathOfTheProcessAnotherGoesOn(int write) {
    scene.given(Volumes.released(Volumes.volume("Delete")));
    AtomicInteger writes = new AtomicInteger();
    CLUSTER
        .api()
        .afterEach(
            () -> {
              if (writes.incrementAndGet() == write) {
                throw new IllegalStateException("the process died");
              }
            });
    assertThatThrownBy(scene::look).isInstanceOf(KubernetesClientException.class);
    CLUSTER.api().afterEach(() -> {});
    scene.restart();
    assertThat(scene.look()).isEqualTo(Outcome.done());
    assertThat(driver.volumes()).isEmpty();
    assertThat(CLUSTER.cluster().volumes().all()).isEmpty();
  }

  @Test
  void aLostReplyOfDeleteVolumeIsAskedForAgain() {
    scene.given(Volumes.released(Volumes.volume("Delete")));
    driver.loseReply(DeleteVolumeRequest.class, new Failure.Unavailable("gone"));
    assertThat(scene.look()).isEqualTo(Outcome.retry());
    assertThat(scene.look()).isEqualTo(Outcome.done());
    assertThat(CLUSTER.cluster().volumes().all()).isEmpty();
  }
}
