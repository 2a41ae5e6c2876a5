package example.ebs.provisioner.claim;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our marks on a claim, written by its owner or spoilt by somebody. */
final class ClaimMarksTest {
  private static final String FINALIZER = ClaimsAtWork.NAMES.claimFinalizer();

  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();
  @AutoClose private final ClaimsAtWork work = new ClaimsAtWork(CLUSTER);

  @ParameterizedTest
  @ValueSource(strings = {Given.ZONE + "=b", "", "no place at all"})
  void theyDoNotGetAroundWhatTheClassAllows(String place) {
    CLUSTER.put(Given.allowing(Given.immediate("early"), "a"));
    PersistentVolumeClaim claim = work.given(marked(Given.claim("data", "early"), place));
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertThat(work.zones()).containsExactly("a");
  }

  @Test
  void aClaimThatMayHaveAVolumeIsHeldThoughItsNodeIsGone() {
    PersistentVolumeClaim claim =
        work.given(marked(Given.claim("data", "late", "node-gone"), "no place at all"));
    assertThat(work.look(claim)).isEqualTo(Outcome.retry());
    assertThat(work.finalizers(claim)).contains(FINALIZER);
    assertThat(work.annotation(claim, Given.SELECTED_NODE)).contains("node-gone");
  }

  private static PersistentVolumeClaim marked(PersistentVolumeClaim claim, String place) {
    return new PersistentVolumeClaimBuilder(claim)
        .editMetadata()
        .addToFinalizers(FINALIZER)
        .addToAnnotations(ClaimsAtWork.NAMES.topologyAnnotation(), place)
        .endMetadata()
        .build();
  }
}
