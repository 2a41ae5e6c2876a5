package example.ebs.provisioner.local;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.DrivenClock;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Released local volumes, and those whose node is gone. */
final class LocalReclaimTest {
  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();
  private static final ObjectKey KEY = ObjectKey.of("pv-1");

  private final LocalScene scene = new LocalScene(CLUSTER);
  private final DrivenClock clock = new DrivenClock();
  private final LocalReclaimReconciler reclaim =
      new LocalReclaimReconciler(CLUSTER.cluster(), LocalScene.NAMES, scene.events, clock);

  @Test
  void aReleasedVolumeIsDeletedAndStaysForItsNodeToFinish() {
    given("Delete", "Released");
    look();
    PersistentVolume now = scene.written().getFirst();
    assertThat(now.isMarkedForDeletion()).isTrue();
    assertThat(now.getMetadata().getFinalizers()).containsExactly(LocalScene.NAMES.finalizer());
    CLUSTER.api().forget();
    look();
    assertThat(CLUSTER.api().writes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Retain, Released",
    "Delete, Bound",
    "Delete, Available",
    "Delete, Pending",
    "Delete, Failed"
  })
  void anyOtherIsLeftAlone(String policy, String phase) {
    given(policy, phase);
    assertThat(look()).isEqualTo(Outcome.done());
    assertThat(CLUSTER.api().writes()).isEmpty();
  }

  @Test
  void whatIsNotALocalVolumeIsNotOurs() {
    PersistentVolume other = LocalScene.volume("pv-1", "Delete", "Released");
    CLUSTER.put(
        new PersistentVolumeBuilder(other)
            .editSpec()
            .editCsi()
            .withDriver("other")
            .endCsi()
            .endSpec()
            .build());
    CLUSTER.api().forget();
    assertThat(look()).isEqualTo(Outcome.done());
    assertThat(CLUSTER.api().writes()).isEmpty();
  }

  @Test
  void aVolumeThatAnotherProvisionerMadeIsThatOnesToDelete() {
    for (String maker : List.of("maker", Given.DRIVER)) {
      CLUSTER.put(
          new PersistentVolumeBuilder(LocalScene.volume("pv-1", "Delete", "Released"))
              .editMetadata()
              .addToAnnotations("pv.kubernetes.io/provisioned-by", maker)
              .endMetadata()
              .build());
      look();
      assertThat(scene.written().getFirst().isMarkedForDeletion())
          .as(maker)
          .isEqualTo(maker.equals(Given.DRIVER));
    }
  }

  @Test
  void aClaimThatIsStillSeenKeepsItsVolume() {
    givenClaimed("Released");
    assertThat(look()).isEqualTo(Outcome.retry());
    assertThat(CLUSTER.api().writes()).isEmpty();
  }

  @Test
  void oneThatWasMadeToStayMeanwhileStays() {
    PersistentVolume seen = given("Delete", "Released");
    // Changed behind the watch's back.
    CLUSTER
        .client()
        .resource(
            new PersistentVolumeBuilder(seen)
                .editSpec()
                .withPersistentVolumeReclaimPolicy("Retain")
                .endSpec()
                .build())
        .update();
    reclaim.reconcile(KEY);
    CLUSTER.settle();
    assertThat(scene.written().getFirst().isMarkedForDeletion()).isFalse();
  }

  @Test
  void aNodeThatIsGoneIsToldOfOnlyAfterFiveMinutesAndASecondLook() {
    givenClaimed("Bound");
    CLUSTER.delete(Given.node("node-a", "a"));
    assertThat(look()).isEqualTo(Outcome.after(Duration.ofMinutes(5)));
    clock.advance(Duration.ofMinutes(4));
    assertThat(look()).isEqualTo(Outcome.after(Duration.ofMinutes(1)));
    assertThat(scene.events.told()).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    look();
    assertThat(scene.events.told())
        .hasSize(2)
        .allMatch(told -> told.contains("node node-a") && told.contains("ebs forget pv-1"))
        .anyMatch(told -> told.contains("PersistentVolume/pv-1"))
        .anyMatch(told -> told.contains("PersistentVolumeClaim/data"));
    assertThat(scene.written().getFirst().isMarkedForDeletion()).isFalse();
  }

  @Test
  void aNodeThatIsThereAndDoesNotRemoveAVolumeIsToldOf() {
    given("Delete", "Released");
    look();
    Instant deleted =
        Instant.parse(scene.written().getFirst().getMetadata().getDeletionTimestamp());
    clock.advance(Duration.between(clock.instant(), deleted.plus(Duration.ofMinutes(5))));
    assertThat(look()).isEqualTo(Outcome.after(Duration.ofMinutes(30)));
    assertThat(scene.events.told())
        .singleElement()
        .asString()
        .startsWith("Warning VolumeFailedDelete PersistentVolume/pv-1: node node-a ");
  }

  @Test
  void aNodeThatComesBackBeginsAnew() {
    given("Delete", "Bound");
    CLUSTER.delete(Given.node("node-a", "a"));
    look();
    clock.advance(Duration.ofMinutes(4));
    CLUSTER.put(Given.node("node-a", "a"));
    assertThat(look()).isEqualTo(Outcome.done());
    CLUSTER.delete(Given.node("node-a", "a"));
    clock.advance(Duration.ofMinutes(4));
    assertThat(look()).isEqualTo(Outcome.after(Duration.ofMinutes(5)));
    assertThat(scene.events.told()).isEmpty();
  }

  private PersistentVolume given(String policy, String phase) {
    PersistentVolume written = CLUSTER.put(LocalScene.volume("pv-1", policy, phase));
    CLUSTER.api().forget();
    return written;
  }

  private void givenClaimed(String phase) {
    PersistentVolumeClaim claim = CLUSTER.put(Given.claim("data", "any"));
    CLUSTER.put(LocalScene.of(claim, LocalScene.volume("pv-1", "Delete", phase)));
    CLUSTER.api().forget();
  }

  private Outcome look() {
    Outcome outcome = reclaim.reconcile(KEY);
    CLUSTER.settle();
    return outcome;
  }
}
