package example.ebs.provisioner.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process dies after a step, and another one, which remembers nothing, goes on. */
final class ClaimCrashTest {
  private static final int MOST_LOOKS = 5;

  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();
  @AutoClose private final ClaimsAtWork work = new ClaimsAtWork(CLUSTER);

  private final PersistentVolumeClaim claim = work.given(Given.claim("data", "late", "node-a"));

  /** The finalizer, the PersistentVolume, and the finalizer's end. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void afterAnyWriteThereIsOneVolumeInTheEnd(int write) {
    dieAfter(write);
    goOn();
    assertProvisioned();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void afterAnyWriteADeletedClaimLeavesNoVolumeThatNobodyNames(int write) {
    dieAfter(write);
    CLUSTER.delete(claim);
    goOn();
    assertThat(work.driver.volumes()).hasSameSizeAs(work.volumes());
    assertThat(work.volumes()).hasSize(write == 1 ? 0 : 1);
    assertThat(work.finalizers(claim)).containsExactly(ClaimsAtWork.PROTECTION);
  }

  @Test
  void aLostReplyOfCreateVolumeMakesNoSecondVolume() {
    work.driver.loseReply(CreateVolumeRequest.class, new Failure.Unavailable("gone"));
    work.look(claim);
    goOn();
    assertProvisioned();
  }

  @Test
  void aLostReplyOfDeleteVolumeWhileUndoingLeavesNothing() {
    work.driver.loseReply(CreateVolumeRequest.class, new Failure.Unavailable("gone"));
    work.look(claim);
    CLUSTER.delete(claim);
    work.driver.loseReply(DeleteVolumeRequest.class, new Failure.Unavailable("gone"));
    goOn();
    assertThat(work.driver.volumes()).isEmpty();
    assertThat(work.finalizers(claim)).containsExactly(ClaimsAtWork.PROTECTION);
  }

  @Test
  void theApiServerAwayAtEveryStepOnlyDelays() {
    for (int allowed : List.of(0, 1, 1)) {
      AtomicInteger writes = new AtomicInteger();
      CLUSTER
          .api()
          .beforeEach(
              () -> {
                if (writes.incrementAndGet() > allowed) {
                  throw new IllegalStateException("away");
                }
              });
      assertThatThrownBy(() -> work.look(claim)).isInstanceOf(KubernetesClientException.class);
    }
    CLUSTER.api().beforeEach(() -> {});
    goOn();
    assertProvisioned();
  }

  private void dieAfter(int write) {
    AtomicInteger writes = new AtomicInteger();
    CLUSTER
        .api()
        .afterEach(
            () -> {
              if (writes.incrementAndGet() == write) {
                throw new IllegalStateException("the process died");
              }
            });
    assertThatThrownBy(() -> work.look(claim)).isInstanceOf(KubernetesClientException.class);
    CLUSTER.api().afterEach(() -> {});
  }

  private void goOn() {
    work.restart();
    int looks = 1;
    while (!work.look(claim).equals(Outcome.done())) {
      assertThat(looks++).as("looks until it is done").isLessThan(MOST_LOOKS);
    }
  }

  private void assertProvisioned() {
    assertThat(work.driver.volumes()).hasSize(1);
    assertThat(work.volumes()).hasSize(1);
    assertThat(work.volumes().getFirst().getSpec().getCsi().getVolumeHandle())
        .isEqualTo(work.driver.volumes().getFirst().getVolumeId());
    assertThat(work.finalizers(claim)).containsExactly(ClaimsAtWork.PROTECTION);
    assertThat(work.annotation(claim, ClaimsAtWork.NAMES.topologyAnnotation())).isEmpty();
  }
}
