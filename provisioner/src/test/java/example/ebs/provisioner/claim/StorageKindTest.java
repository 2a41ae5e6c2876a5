package example.ebs.provisioner.claim;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.DrivenClock;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.FakeEvents;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which claims get their volume from the driver, and which from a node. */
final class StorageKindTest {
  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();
  private static final DriverNames NAMES = new DriverNames(Given.DRIVER);

  private final FakeEvents events = new FakeEvents();
  private final ClaimMarks marks =
      new ClaimMarks(CLUSTER.client(), NAMES, new DrivenClock(), Duration.ZERO);
  private final ClaimReports reports = new ClaimReports(events);
  private final List<String> asked = new ArrayList<>();

  @BeforeEach
  void begin() {
    CLUSTER.clear();
  }

  @ParameterizedTest
  @CsvSource({"ebs, driver", "hostPath, local", "emptyDir, local"})
  void theModeOfTheClassDecides(String mode, String kind) {
    given(mode, Given.claim("data", "class"));
    assertThat(look(both())).isEqualTo(Outcome.done());
    assertThat(asked).containsExactly(kind + " data");
  }

  @Test
  void aModeThatThereIsNotIsToldWithThoseThatThereAre() {
    given("hostpath", Given.claim("data", "class"));
    assertThat(look(both())).isEqualTo(Outcome.seldom());
    assertThat(asked).isEmpty();
    assertThat(events.told().getFirst()).contains("\"hostpath\"", "ebs", "hostPath", "emptyDir");
  }

  @Test
  void aClaimThatTheDriverMayHaveAVolumeForGetsNoLocalOne() {
    given("hostPath", held(Given.claim("data", "class")));
    assertThat(look(both())).isEqualTo(Outcome.seldom());
    assertThat(asked).isEmpty();
    assertThat(events.told().getFirst()).contains(NAMES.claimFinalizer(), "is of local volumes");
  }

  @ParameterizedTest
  @CsvSource({"hostPath, EBS volumes", "ebs, local volumes"})
  void whatIsNotServedIsToldWithHowToChangeThat(String mode, String served) {
    given(mode, Given.claim("data", "class"));
    UnservedVolumes none = new UnservedVolumes(reports, served);
    assertThat(look(over(none, none))).isEqualTo(Outcome.seldom());
    assertThat(events.told().getFirst())
        .contains("mode " + mode, served + " only", "--storage ebs,local");
  }

  @Test
  void withoutTheDriverAClaimThatItHeldIsNotLetGo() {
    PersistentVolumeClaim claim = given("ebs", held(Given.claim("data", "class")));
    CLUSTER.delete(claim);
    UnservedVolumes none = new UnservedVolumes(reports, "local volumes");
    look(over(none, none));
    assertThat(CLUSTER.now(claim).orElseThrow().getMetadata().getFinalizers())
        .contains(NAMES.claimFinalizer());
    assertThat(events.told().getFirst()).contains("no longer wanted", "--storage ebs,local");
  }

  private ClaimReconciler both() {
    UndoableVolumes driver =
        new UndoableVolumes() {
          @Override
          public Outcome provide(PersistentVolumeClaim claim, StorageClass storageClass) {
            asked.add("driver " + claim.getMetadata().getName());
            return Outcome.done();
          }

          @Override
          public Outcome undo(PersistentVolumeClaim claim, Optional<StorageClass> storageClass) {
            throw new AssertionError("nothing is to be undone");
          }
        };
    ClaimedVolumes local =
        (claim, _) -> {
          asked.add("local " + claim.getMetadata().getName());
          return Outcome.done();
        };
    return over(driver, local);
  }

  private ClaimReconciler over(UndoableVolumes driver, ClaimedVolumes local) {
    return new ClaimReconciler(
        CLUSTER.cluster(), marks, reports, new VolumesByMode(marks, reports, driver, local));
  }

  private static PersistentVolumeClaim given(String mode, PersistentVolumeClaim claim) {
    CLUSTER.put(
        new StorageClassBuilder(Given.immediate("class"))
            .withParameters(Map.of("mode", mode))
            .build());
    return CLUSTER.put(claim);
  }

  private static PersistentVolumeClaim held(PersistentVolumeClaim claim) {
    return new PersistentVolumeClaimBuilder(claim)
        .editMetadata()
        .addToFinalizers(NAMES.claimFinalizer())
        .endMetadata()
        .build();
  }

  private static Outcome look(ClaimReconciler reconciler) {
    Outcome outcome = reconciler.reconcile(new ObjectKey("default", "data"));
    CLUSTER.settle();
    return outcome;
  }
}
