package example.ebs.local.release;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.local.model.LocalVolumeId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a PersistentVolume says is enough to know whether its directory may go. */
final class ReleaseDecisionTest {
  @Test
  void aReleasedVolumeThatIsToBeDeletedIsRemoved() {
    assertThat(decide(life(true, "Released", "Delete")))
        .isEqualTo(new ReleaseDecision.Remove(Volumes.id()));
  }

  /** Failed is not Released: Kubernetes tried something else, and a person then changed policy. */
  @Test
  void whatKubernetesGaveUpIsLetGoAndItsDirectoryStays() {
    assertThat(decide(life(true, "Failed", "Delete"))).isInstanceOf(ReleaseDecision.Keep.class);
  }

  @Test
  void anEmptyDirOfAClaimIsRemovedLikewise() {
    assertThat(decide(attributes(Map.of("mode", "emptyDir", "directory", "a-b-c"))))
        .isInstanceOf(ReleaseDecision.Remove.class);
  }

  @Test
  void nothingIsRemovedBeforeItsDeletionIsAskedForOrWithoutOurFinalizer() {
    assertThat(decide(life(false, "Released", "Delete")))
        .isInstanceOf(ReleaseDecision.Nothing.class);
    assertThat(decide(Volumes.withFinalizers(Volumes.released(), List.of("another"))))
        .isInstanceOf(ReleaseDecision.Nothing.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bound", "Available", "Pending", "", "Unheard-of"})
  void nothingIsRemovedWhileItsClaimMayBeThere(String phase) {
    assertThat(decide(life(true, phase, "Delete"))).isInstanceOf(ReleaseDecision.Nothing.class);
  }

  @Test
  void whatNobodyEverClaimedIsLetGoAndItsDirectoryStays() {
    VolumeObject.Life unclaimed =
        new VolumeObject.Life(true, List.of(Volumes.FINALIZER), "Available", "Delete", false);
    assertThat(decide(Volumes.with(Volumes.released(), unclaimed)))
        .isInstanceOf(ReleaseDecision.Keep.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Retain", "Recycle", "", "delete"})
  void everyOtherPolicyKeepsTheDirectory(String policy) {
    assertThat(decide(life(true, "Released", policy))).isInstanceOf(ReleaseDecision.Keep.class);
  }

  @Test
  void aWrappedDirectoryIsNeverRemoved() {
    assertThat(decide(attributes(Volumes.WRAPPED))).isInstanceOf(ReleaseDecision.Keep.class);
  }

  @Test
  void whatCannotBeUnderstoodIsNotRemoved() {
    assertThat(decide(attributes(Map.of("mode", "hostPath", "directory", "a", "pathh", "/srv"))))
        .isInstanceOf(ReleaseDecision.Refuse.class);
    assertThat(decide(attributes(Map.of()))).isInstanceOf(ReleaseDecision.Refuse.class);
  }

  @Test
  void theVolumeOfAnotherClaimIsRefusedByItsHandle() {
    String victim = LocalVolumeId.ofVolume("pvc-of-somebody-else").value();
    assertThat(decide(source("local.ebs.example", victim)))
        .isInstanceOfSatisfying(
            ReleaseDecision.Refuse.class,
            refuse -> assertThat(refuse.reason()).contains(victim, Volumes.id().value()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ebs.example", "local.other.example", ""})
  void theVolumeOfAnotherDriverIsRefused(String driver) {
    assertThat(decide(source(driver, Volumes.id().value())))
        .isInstanceOf(ReleaseDecision.Refuse.class);
  }

  @Test
  void theVolumeOfAnotherNodeIsRefused() {
    for (Map<String, String> labels :
        List.of(Map.<String, String>of(), Map.of(Volumes.LABEL, "worker-b"))) {
      assertThat(decide(Volumes.with(Volumes.released(), new VolumeObject.Marks(labels, Map.of()))))
          .isInstanceOf(ReleaseDecision.Refuse.class);
    }
  }

  private static ReleaseDecision decide(VolumeObject object) {
    return ReleaseDecision.of(object, Volumes.HERE);
  }

  private static VolumeObject life(boolean deleted, String phase, String policy) {
    return Volumes.with(Volumes.released(), Volumes.life(deleted, phase, policy));
  }

  private static VolumeObject source(String driver, String handle) {
    return Volumes.with(Volumes.released(), Volumes.source(driver, handle, Volumes.HOST_PATH));
  }

  private static VolumeObject attributes(Map<String, String> attributes) {
    return Volumes.with(
        Volumes.released(), Volumes.source("local.ebs.example", Volumes.id().value(), attributes));
  }
}
