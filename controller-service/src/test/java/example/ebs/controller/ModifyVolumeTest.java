package example.ebs.controller;

import static example.ebs.controller.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.controller.modification.InMemoryModifications;
import example.ebs.controller.modification.Modification;
import example.ebs.csi.model.VolumeId;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the class of a volume's attributes is changed. */
final class ModifyVolumeTest {
  private final FakeController controller = new FakeController();
  private String volume = "";

  @BeforeEach
  void createAGp3VolumeOf10Gibibytes() {
    volume =
        controller
            .stub()
            .createVolume(Requests.create("changes", 10).build())
            .getVolume()
            .getVolumeId();
  }

  @AfterEach
  void stop() {
    controller.close();
  }

  @ParameterizedTest
  @CsvSource({
    "iops, 5000, 'gp3, 10 GiB, 5000 iops, 125 MiB/s'",
    "throughput, 200, 'gp3, 10 GiB, 3000 iops, 200 MiB/s'",
    "iopsPerGB, 400, 'gp3, 10 GiB, 4000 iops, 125 MiB/s'",
    "IOPS, 5000, 'gp3, 10 GiB, 5000 iops, 125 MiB/s'",
    "type, gp2, 'gp2, 10 GiB'",
    "type, gp3, 'gp3, 10 GiB, 3000 iops, 125 MiB/s'"
  })
  void whatTheClassNamesIsChangedAndTheRestStays(String key, String value, String shape) {
    modify(Map.of(key, value));
    assertThat(shape()).isEqualTo(shape);
  }

  @Test
  void withAnotherTypeNothingOfTheOldPerformanceStays() {
    modify(Map.of("iops", "5000", "throughput", "500"));
    controller.time.pass(InMemoryModifications.UNTIL_COMPLETED);
    modify(Map.of("type", "io2", "iops", "4000"));
    assertThat(shape()).isEqualTo("io2, 10 GiB, 4000 iops");
    controller.time.pass(InMemoryModifications.UNTIL_COMPLETED);
    modify(Map.of("type", "gp3"));
    assertThat(shape()).isEqualTo("gp3, 10 GiB, 3000 iops, 125 MiB/s");
  }

  @Test
  void aClassThatTheVolumeHasAlreadyCostsNoModification() {
    modify(Map.of("type", "gp3", "iops", "3000"));
    assertThat(begun()).isEmpty();
    modify(Map.of("iops", "5000"));
    modify(Map.of("iops", "5000"));
    assertThat(begun()).hasSize(1);
  }

  @Test
  void aRepeatAfterALostReplyFindsTheModificationThatThereIs() {
    controller.modifications.loseNextReply();
    assertRefused(() -> modify(Map.of("iops", "5000")), Status.Code.UNAVAILABLE, "ModifyVolume");
    modify(Map.of("iops", "5000"));
    assertThat(begun()).hasSize(1);
  }

  @Test
  void tagsOfTheClassAreSetWithAndWithoutAModification() {
    modify(Map.of("tagSpecification_1", "team=blue", "iops", "5000"));
    modify(Map.of("tagSpecification_1", "team=red"));
    assertThat(controller.modifications.tags())
        .containsExactly(Map.of("team", "blue"), Map.of("team", "red"));
    assertThat(begun()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "iops, 100, 'from 3000 to 80000'",
    "iops, many, 'positive whole number'",
    "iops, 6000, 'too high for 10 GiB'",
    "iopsPerGB, 501, 'at most 500'",
    "throughput, 1000, 'needs at least 4000 iops'",
    "throughput, 1, 'from 125 to 2000'",
    "type, gp9, 'must be one of'",
    "type, io1, 'needs parameter iops'",
    "type, st1, 'at least 125'",
    "encrypted, true, 'storage class'",
    "kmsKeyId, k, 'storage class'",
    "csi.storage.k8s.io/fstype, xfs, 'storage class'",
    "iop, 5000, 'nearest known one is \"iops\"'",
    "tagSpecification_1, blue, 'key=value'",
    "tagSpecification_1, CSIVolumeName=x, 'reserved'",
    "tagSpecification_1, ebs.example/cluster=x, 'reserved'"
  })
  void aWrongParameterIsNamedBeforeAnythingIsChanged(String key, String value, String word) {
    assertRefused(() -> modify(Map.of(key, value)), Status.Code.INVALID_ARGUMENT, word);
    assertThat(begun()).isEmpty();
    assertThat(controller.modifications.tags()).isEmpty();
  }

  @Test
  void bothWaysToSayOperationsExcludeEachOther() {
    assertRefused(
        () -> modify(Map.of("iops", "5000", "iopsPerGB", "50")),
        Status.Code.INVALID_ARGUMENT,
        "exclude each other");
  }

  @Test
  void aNewVolumeIsWhatItsClassOfAttributesSaysBeforeWhatItsStorageClassSays() {
    String made =
        controller
            .stub()
            .createVolume(
                Requests.create("both", 10)
                    .putParameters("type", "gp3")
                    .putParameters("iopsPerGB", "400")
                    .putParameters("throughput", "200")
                    .putParametersMutable("iops", "5000")
                    .putParametersMutable("tagSpecification_1", "team=blue")
                    .build())
            .getVolume()
            .getVolumeId();
    assertThat(controller.volumes.one(new VolumeId(made)).traits().iops()).hasValue(5000);
    assertThat(controller.volumes.one(new VolumeId(made)).traits().throughput()).hasValue(200);
    assertThat(controller.volumes.tagsOf(new VolumeId(made))).containsEntry("team", "blue");
  }

  @Test
  void aNewVolumeOfAnotherTypeThanItsStorageClassSaysTakesNothingOfThatTypesPerformance() {
    String made =
        controller
            .stub()
            .createVolume(
                Requests.create("other", 10)
                    .putParameters("type", "gp3")
                    .putParameters("throughput", "200")
                    .putParametersMutable("type", "io2")
                    .putParametersMutable("iops", "4000")
                    .build())
            .getVolume()
            .getVolumeId();
    assertThat(controller.volumes.one(new VolumeId(made)).traits().type()).isEqualTo("io2");
  }

  private void modify(Map<String, String> parameters) {
    var _ = controller.stub().controllerModifyVolume(Requests.modify(volume, parameters));
  }

  private String shape() {
    List<Modification> begun = begun();
    return begun.isEmpty()
        ? "gp3, 10 GiB, 3000 iops, 125 MiB/s"
        : begun.getLast().target().toString();
  }

  private List<Modification> begun() {
    return controller.modifications.of(new VolumeId(volume));
  }
}
