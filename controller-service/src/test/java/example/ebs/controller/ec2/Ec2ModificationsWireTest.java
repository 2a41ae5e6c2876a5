package example.ebs.controller.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.controller.ec2.ScriptedEc2.Answer;
import example.ebs.controller.modification.Modification;
import example.ebs.controller.modification.ModificationCloud;
import example.ebs.controller.modification.ModificationStart;
import example.ebs.controller.modification.ModificationState;
import example.ebs.controller.modification.VolumeShape;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.VolumeSize;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent to EC2 to change a volume, and what is made of what comes back or does not. */
@Timeout(30)
final class Ec2ModificationsWireTest {
  private static final VolumeId VOLUME = new VolumeId("vol-00000000000000aaa");
  private static final VolumeShape SMALL = shape(4, "gp3", 3000, 125);
  private static final VolumeShape LARGE = shape(8, "gp3", 3000, 125);

  @Test
  void onlyWhatDiffersIsAskedFor() {
    assertThat(request(SMALL, LARGE))
        .containsEntry("VolumeId", VOLUME.value())
        .containsEntry("Size", "8")
        .doesNotContainKeys("VolumeType", "Iops", "Throughput");
    assertThat(request(SMALL, shape(4, "gp3", 5000, 125)))
        .containsEntry("Iops", "5000")
        .doesNotContainKeys("Size", "VolumeType", "Throughput");
  }

  @Test
  void withAnotherTypeAllThatHangsOnItIsNamed() {
    assertThat(request(SMALL, shape(4, "gp3", 3000, 125))).doesNotContainKey("VolumeType");
    VolumeShape provisioned =
        new VolumeShape(
            VolumeSize.ofGibibytes(4), "io2", OptionalInt.of(3000), OptionalInt.empty());
    assertThat(request(SMALL, provisioned))
        .containsEntry("VolumeType", "io2")
        .containsEntry("Iops", "3000")
        .doesNotContainKeys("Size", "Throughput");
  }

  @Test
  void aModificationIsReadAsEc2TellsIt() {
    ask(
        _ -> Answer.ok(described("optimizing", "8")),
        cloud ->
            assertThat(cloud.latest(Set.of(VOLUME)))
                .containsOnly(
                    Map.entry(
                        VOLUME,
                        new Modification(
                            VOLUME,
                            ModificationState.OPTIMIZING,
                            "",
                            SMALL,
                            LARGE,
                            42,
                            Instant.parse("2026-11-21T10:00:00Z")))));
  }

  @Test
  void aStateThatIsNotKnownIsNotTakenForAnEnd() {
    ask(
        _ -> Answer.ok(described("polishing", "8")),
        cloud ->
            assertThat(cloud.latest(Set.of(VOLUME)).values())
                .extracting(Modification::state)
                .containsExactly(ModificationState.UNKNOWN));
  }

  @Test
  void whatEc2DidTooOftenIsAnAnswerAndNoFailure() {
    ask(
        _ -> Answer.error(400, "VolumeModificationRateExceeded", "Wait at least 6 hours"),
        cloud ->
            assertThat(cloud.modify(VOLUME, SMALL, LARGE))
                .isInstanceOfSatisfying(
                    ModificationStart.TooSoon.class,
                    tooSoon -> assertThat(tooSoon.said()).contains("6 hours")));
  }

  @Test
  void afterALostAttemptARefusalIsNotFinal() {
    AtomicInteger attempts = new AtomicInteger();
    ask(
        _ ->
            attempts.getAndIncrement() == 0
                ? new Answer(500, Optional.of(""))
                : Answer.error(400, "VolumeModificationRateExceeded", "Wait at least 6 hours"),
        cloud ->
            assertThatThrownBy(() -> cloud.modify(VOLUME, SMALL, LARGE))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("earlier attempt"));
  }

  @Test
  void anAnswerWithoutAModificationMayHaveBegunOne() {
    ask(
        _ -> Answer.ok("<ModifyVolumeResponse/>"),
        cloud ->
            assertThatThrownBy(() -> cloud.modify(VOLUME, SMALL, LARGE))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("may have begun"));
  }

  @Test
  void tagsAreSetOnTheVolume() {
    List<Map<String, String>> sent =
        ask(
            _ -> Answer.ok("<CreateTagsResponse><return>true</return></CreateTagsResponse>"),
            cloud -> cloud.tag(VOLUME, Map.of("team", "blue")));
    assertThat(sent)
        .singleElement()
        .satisfies(
            request ->
                assertThat(request)
                    .containsEntry("Action", "CreateTags")
                    .containsEntry("ResourceId.1", VOLUME.value())
                    .containsEntry("Tag.1.Key", "team")
                    .containsEntry("Tag.1.Value", "blue"));
  }

  private static Map<String, String> request(VolumeShape from, VolumeShape to) {
    return ask(
            _ ->
                Answer.ok(
                    "<ModifyVolumeResponse><volumeModification>"
                        + modification("modifying", "8")
                        + "</volumeModification></ModifyVolumeResponse>"),
            cloud ->
                assertThat(cloud.modify(VOLUME, from, to))
                    .isInstanceOf(ModificationStart.Begun.class))
        .getFirst();
  }

  private static List<Map<String, String>> ask(
      Function<Map<String, String>, Answer> script, Consumer<ModificationCloud> question) {
    try (ScriptedEc2 scripted = new ScriptedEc2(script);
        Ec2 ec2 = scripted.open()) {
      question.accept(ec2.modifications());
      return scripted.requests();
    }
  }

  private static String described(String state, String size) {
    return "<DescribeVolumesModificationsResponse><volumeModificationSet><item>"
        + modification(state, size)
        + "</item></volumeModificationSet></DescribeVolumesModificationsResponse>";
  }

  private static String modification(String state, String size) {
    return ("<volumeId>%s</volumeId><modificationState>%s</modificationState>"
            + "<targetSize>%s</targetSize><targetIops>3000</targetIops>"
            + "<targetVolumeType>gp3</targetVolumeType><targetThroughput>125</targetThroughput>"
            + "<originalSize>4</originalSize><originalIops>3000</originalIops>"
            + "<originalVolumeType>gp3</originalVolumeType>"
            + "<originalThroughput>125</originalThroughput>"
            + "<progress>42</progress><startTime>2026-11-21T10:00:00.000Z</startTime>")
        .formatted(VOLUME, state, size);
  }

  private static VolumeShape shape(long gibibytes, String type, int iops, int throughput) {
    return new VolumeShape(
        VolumeSize.ofGibibytes(gibibytes), type, OptionalInt.of(iops), OptionalInt.of(throughput));
  }
}
