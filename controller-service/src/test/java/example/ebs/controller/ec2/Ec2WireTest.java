package example.ebs.controller.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.controller.ec2.ScriptedEc2.Answer;
import example.ebs.controller.volume.Creation;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the adapters send, and what they make of what comes back. */
@Timeout(30)
final class Ec2WireTest {
  private static final VolumeId VOLUME = new VolumeId("vol-00000000000000aaa");
  private static final NodeId NODE = new NodeId("i-00000000000000aaa");

  @Test
  void aRequestToCreateCarriesEverything() {
    List<Map<String, String>> sent =
        ScriptedEc2.sent(
            _ -> Answer.ok(WireExamples.created("available")),
            ec2 ->
                assertThat(ec2.volumes().create(WireExamples.request()))
                    .isInstanceOf(Creation.Created.class));
    assertThat(sent)
        .singleElement()
        .satisfies(
            request ->
                assertThat(request)
                    .containsEntry("Action", "CreateVolume")
                    .containsEntry("ClientToken", "token")
                    .containsEntry("AvailabilityZone", "us-east-1a")
                    .containsEntry("Size", "10")
                    .containsEntry("VolumeType", "gp3")
                    .containsEntry("Iops", "3000")
                    .containsEntry("Throughput", "125")
                    .containsEntry("Encrypted", "true")
                    .containsEntry("KmsKeyId", "k-1")
                    .containsEntry("TagSpecification.1.ResourceType", "volume")
                    .containsEntry("TagSpecification.1.Tag.1.Key", "CSIVolumeName")
                    .doesNotContainKey("MultiAttachEnabled"));
  }

  @Test
  void aSpentTokenIsToldFromOtherErrors() {
    ScriptedEc2.sent(
        _ -> Answer.error(400, "IdempotentParameterMismatch", "other arguments"),
        ec2 ->
            assertThat(ec2.volumes().create(WireExamples.request()))
                .isEqualTo(new Creation.TokenSpent()));
  }

  @Test
  void aFullZoneIsNotAskedTwice() {
    List<Map<String, String>> sent =
        ScriptedEc2.sent(
            _ -> Answer.error(500, "InsufficientVolumeCapacity", "no room"),
            ec2 ->
                assertThatThrownBy(() -> ec2.volumes().create(WireExamples.request()))
                    .isInstanceOf(Failure.LimitReached.class)
                    .hasMessageContaining("another zone"));
    assertThat(sent).hasSize(1);
  }

  @Test
  void aThrottledCallIsTriedAgainAndThenUnavailable() {
    List<Map<String, String>> sent =
        ScriptedEc2.sent(
            _ -> Answer.error(503, "RequestLimitExceeded", "slow down"),
            ec2 ->
                assertThatThrownBy(() -> ec2.volumes().delete(VOLUME))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("request limit"));
    assertThat(sent).hasSizeGreaterThan(1);
  }

  @Test
  void anErrorWithoutACodeIsUnavailable() {
    ScriptedEc2.sent(
        _ -> new Answer(500, Optional.of("<html>bad gateway</html>")),
        ec2 ->
            assertThatThrownBy(() -> ec2.volumes().delete(VOLUME))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("500"));
  }

  @Test
  void aFilterIsLiteralAndUnknownIdsHurtNobody() {
    List<Map<String, String>> sent =
        ScriptedEc2.sent(
            _ -> Answer.ok("<DescribeVolumesResponse><volumeSet/></DescribeVolumesResponse>"),
            ec2 -> {
              assertThat(ec2.volumes().findByName("a*b?c\\d")).isEmpty();
              assertThat(ec2.volumes().find(Set.of(VOLUME))).isEmpty();
            });
    assertThat(sent.getFirst())
        .containsEntry("Filter.1.Name", "tag:CSIVolumeName")
        .containsEntry("Filter.1.Value.1", "a\\*b\\?c\\\\d");
    assertThat(sent.getLast())
        .containsEntry("Filter.1.Name", "volume-id")
        .containsEntry("Filter.1.Value.1", VOLUME.value());
  }

  @Test
  void aPagedAnswerIsReadToItsEnd() {
    ScriptedEc2.sent(
        request ->
            Answer.ok(
                "<DescribeVolumesResponse><volumeSet><item>%s</item></volumeSet>%s</DescribeVolumesResponse>"
                    .formatted(
                        WireExamples.volume("in-use")
                            .replace("aaa", request.containsKey("NextToken") ? "bbb" : "aaa"),
                        request.containsKey("NextToken") ? "" : "<nextToken>n</nextToken>")),
        ec2 ->
            assertThat(ec2.volumes().find(Set.of(VOLUME, new VolumeId("vol-00000000000000bbb"))))
                .hasSize(2));
  }

  @Test
  void theTwoRefusalsOfAttachThatAreNoFailures() {
    ScriptedEc2.sent(
        _ ->
            Answer.error(
                400,
                "InvalidParameterValue",
                "Invalid value '/dev/xvdaa' for unixDevice. Attachment point /dev/xvdaa is already in use"),
        ec2 ->
            assertThat(ec2.attachments().attach(VOLUME, NODE, "/dev/xvdaa").name())
                .isEqualTo("NAME_TAKEN"));
    ScriptedEc2.sent(
        _ -> Answer.error(400, "AttachmentLimitExceeded", "too many"),
        ec2 ->
            assertThatThrownBy(() -> ec2.attachments().attach(VOLUME, NODE, "/dev/xvdaa"))
                .isInstanceOf(Failure.LimitReached.class)
                .hasMessageContaining("another node"));
  }
}
