package example.ebs.provisioner.claim;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our finalizer stays on a claim for a moment after its PersistentVolume was written. */
final class LingeringMarksTest {
  private static final Duration LINGER = Duration.ofSeconds(5);

  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();
  @AutoClose private final ClaimsAtWork work = new ClaimsAtWork(CLUSTER, LINGER);
  private final PersistentVolumeClaim claim = work.given(Given.claim("data", "early"));

  @BeforeEach
  void provide() {
    assertThat(work.look(claim)).isEqualTo(Outcome.after(LINGER));
    assertThat(work.volumes()).hasSize(1);
  }

  @Test
  void itGoesWhenKubernetesHasHadTheTimeToBind() {
    work.clock.advance(LINGER.minusSeconds(1));
    CLUSTER.api().forget();
    assertThat(work.look(claim)).isEqualTo(Outcome.after(Duration.ofSeconds(1)));
    assertThat(CLUSTER.api().writes()).isEmpty();
    assertThat(work.finalizers(claim)).contains(ClaimsAtWork.NAMES.claimFinalizer());

    work.clock.advance(Duration.ofSeconds(1));
    letsGo();
  }

  @Test
  void itGoesAtOnceWithAClaimThatIsDeleted() {
    CLUSTER.delete(claim);
    letsGo();
    assertThat(work.volumes()).hasSize(1);
  }

  @Test
  void anotherProcessLetsGoAtOnceToo() {
    work.restart();
    letsGo();
  }

  @Test
  void aClockThatIsSetBackKeepsNoClaim() {
    work.clock.advance(Duration.ofHours(-1));
    letsGo();
  }

  private void letsGo() {
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertThat(work.finalizers(claim)).containsExactly(ClaimsAtWork.PROTECTION);
  }
}
