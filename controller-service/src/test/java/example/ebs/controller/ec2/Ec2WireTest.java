package example.ebs.controller.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.controller.ec2.ScriptedEc2.Answer;
import example.ebs.controller.volume.Creation;
import example.ebs.controller.volume.Encryption;
import example.ebs.controller.volume.NewVolume;
import example.ebs.controller.volume.VolumeSpecification;
import example.ebs.controller.volume.VolumeType;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.VolumeSize;
import example.ebs.csi.model.Zone;
import io.grpc.Context;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the adapters send, and what they make of what comes back or does not. */
@Timeout(30)
final class Ec2WireTest {
  private static final VolumeId VOLUME = new VolumeId("vol-00000000000000aaa");
  private static final NodeId NODE = new NodeId("i-00000000000000aaa");

  @Test
  void aRequestToCreateCarriesEverything() {
    List<Map<String, String>> sent =
        sent(
            _ -> Answer.ok(created("available")),
            ec2 ->
                assertThat(ec2.volumes().create(request())).isInstanceOf(Creation.Created.class));
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
  void aLostReplyIsAskedForAgainWithTheSameToken() {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    List<Map<String, String>> sent =
        sent(
            _ -> seen.add("once") ? Answer.ok("") : Answer.ok(created("creating")),
            ec2 -> {
              assertThatThrownBy(() -> ec2.volumes().create(request()))
                  .isInstanceOf(Failure.Unavailable.class)
                  .hasMessageContaining("may exist");
              ec2.volumes().create(request());
            });
    assertThat(sent).hasSize(2).allMatch(request -> "token".equals(request.get("ClientToken")));
  }

  @Test
  void aNameThatIsTakenAfterALostAttemptMayBeTakenByThisVolume() {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    sent(
        _ ->
            seen.add("once")
                ? new Answer(500, Optional.of(""))
                : Answer.error(400, "InvalidParameterValue", "/dev/xvdaa is already in use"),
        ec2 ->
            assertThatThrownBy(() -> ec2.attachments().attach(VOLUME, NODE, "/dev/xvdaa"))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("already in use"));
  }

  @Test
  void aSpentTokenIsToldFromOtherErrors() {
    sent(
        _ -> Answer.error(400, "IdempotentParameterMismatch", "other arguments"),
        ec2 -> assertThat(ec2.volumes().create(request())).isEqualTo(new Creation.TokenSpent()));
  }

  @Test
  void aFullZoneIsNotAskedTwice() {
    List<Map<String, String>> sent =
        sent(
            _ -> Answer.error(500, "InsufficientVolumeCapacity", "no room"),
            ec2 ->
                assertThatThrownBy(() -> ec2.volumes().create(request()))
                    .isInstanceOf(Failure.LimitReached.class)
                    .hasMessageContaining("another zone"));
    assertThat(sent).hasSize(1);
  }

  @Test
  void aThrottledCallIsTriedAgainAndThenUnavailable() {
    List<Map<String, String>> sent =
        sent(
            _ -> Answer.error(503, "RequestLimitExceeded", "slow down"),
            ec2 ->
                assertThatThrownBy(() -> ec2.volumes().delete(VOLUME))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("request limit"));
    assertThat(sent).hasSizeGreaterThan(1);
  }

  @Test
  void anErrorWithoutACodeIsUnavailable() {
    sent(
        _ -> new Answer(500, Optional.of("<html>bad gateway</html>")),
        ec2 ->
            assertThatThrownBy(() -> ec2.volumes().delete(VOLUME))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("500"));
  }

  @Test
  void silenceEndsWithTheCallersDeadline() {
    sent(
        _ -> Answer.silence(),
        ec2 -> {
          within(
              () ->
                  assertThatThrownBy(() -> ec2.volumes().create(request()))
                      .isInstanceOf(Failure.TimedOut.class)
                      .hasMessageContaining("CreateVolume"));
          within(
              () ->
                  assertThatThrownBy(() -> ec2.volumes().findByName("a"))
                      .isInstanceOf(Failure.TimedOut.class));
        });
  }

  @Test
  void anAttemptWithoutAnAnswerIsFollowedByAnother() {
    List<Map<String, String>> sent =
        silentOnce(
            Answer.ok("<DescribeVolumesResponse><volumeSet/></DescribeVolumesResponse>"),
            ec2 -> assertThat(ec2.volumes().findByName("a")).isEmpty());
    assertThat(sent).hasSize(2);
  }

  @Test
  void aSilentAttemptToCreateIsRepeatedWithTheSameToken() {
    List<Map<String, String>> sent =
        silentOnce(
            Answer.ok(created("creating")),
            ec2 ->
                assertThat(ec2.volumes().create(request())).isInstanceOf(Creation.Created.class));
    assertThat(sent).hasSize(2).allMatch(request -> "token".equals(request.get("ClientToken")));
  }

  @Test
  void aRefusalAfterASilentAttemptSettlesNothing() {
    Answer denied = Answer.error(400, "UnauthorizedOperation", "no");
    silentOnce(
        denied,
        ec2 -> assertThat(ec2.volumes().create(request())).isInstanceOf(Creation.Unsettled.class));
    silentOnce(
        denied,
        ec2 ->
            assertThatThrownBy(() -> ec2.volumes().delete(VOLUME))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("UnauthorizedOperation"));
  }

  @Test
  void nobodyAtTheEndpointIsUnavailable() {
    URI closed = closedEndpoint();
    try (Ec2 ec2 =
        Ec2Clients.open(
            Optional.of(closed),
            Optional.of("us-east-1"),
            Optional.of(new Ec2Clients.Credentials("test", "test-secret")))) {
      assertThatThrownBy(() -> ec2.volumes().delete(VOLUME))
          .isInstanceOf(Failure.Unavailable.class)
          .hasMessageContaining(closed.toString())
          .hasMessageContaining("ConnectException")
          .hasMessageNotContaining("test-secret");
    }
  }

  @Test
  void aFilterIsLiteralAndUnknownIdsHurtNobody() {
    List<Map<String, String>> sent =
        sent(
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
    sent(
        request ->
            Answer.ok(
                "<DescribeVolumesResponse><volumeSet><item>%s</item></volumeSet>%s</DescribeVolumesResponse>"
                    .formatted(
                        volume("in-use")
                            .replace("aaa", request.containsKey("NextToken") ? "bbb" : "aaa"),
                        request.containsKey("NextToken") ? "" : "<nextToken>n</nextToken>")),
        ec2 ->
            assertThat(ec2.volumes().find(Set.of(VOLUME, new VolumeId("vol-00000000000000bbb"))))
                .hasSize(2));
  }

  @Test
  void theTwoRefusalsOfAttachThatAreNoFailures() {
    sent(
        _ ->
            Answer.error(
                400,
                "InvalidParameterValue",
                "Invalid value '/dev/xvdaa' for unixDevice. Attachment point /dev/xvdaa is already in use"),
        ec2 ->
            assertThat(ec2.attachments().attach(VOLUME, NODE, "/dev/xvdaa").name())
                .isEqualTo("NAME_TAKEN"));
    sent(
        _ -> Answer.error(400, "AttachmentLimitExceeded", "too many"),
        ec2 ->
            assertThatThrownBy(() -> ec2.attachments().attach(VOLUME, NODE, "/dev/xvdaa"))
                .isInstanceOf(Failure.LimitReached.class)
                .hasMessageContaining("another node"));
  }

  private static List<Map<String, String>> sent(
      Function<Map<String, String>, Answer> script, java.util.function.Consumer<Ec2> test) {
    try (ScriptedEc2 server = new ScriptedEc2(script);
        Ec2 ec2 = server.open()) {
      test.accept(ec2);
      return server.requests();
    }
  }

  /** The first attempt is never answered, and given up; those after it get the answer. */
  private static List<Map<String, String>> silentOnce(
      Answer answer, java.util.function.Consumer<Ec2> test) {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    try (ScriptedEc2 server = new ScriptedEc2(_ -> seen.add("once") ? Answer.silence() : answer);
        Ec2 ec2 = server.open(Duration.ofSeconds(1))) {
      test.accept(ec2);
      return server.requests();
    }
  }

  private static URI closedEndpoint() {
    try (ScriptedEc2 server = new ScriptedEc2(_ -> Answer.ok(""))) {
      return server.endpoint();
    }
  }

  private static void within(Runnable call) {
    try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      Context.CancellableContext context =
          Context.current().withDeadlineAfter(300, TimeUnit.MILLISECONDS, clock);
      context.run(call);
      context.cancel(null);
    }
  }

  private static String created(String state) {
    return "<CreateVolumeResponse>" + volume(state) + "</CreateVolumeResponse>";
  }

  private static String volume(String state) {
    return "<volumeId>vol-00000000000000aaa</volumeId><size>10</size><status>"
        + state
        + "</status><availabilityZone>us-east-1a</availabilityZone><volumeType>gp3</volumeType>";
  }

  private static NewVolume request() {
    return new NewVolume(
        "token",
        new Zone("us-east-1a"),
        new VolumeSpecification(
            VolumeSize.ofGibibytes(10),
            new VolumeType.Gp3(3000, 125),
            new Encryption.Key("k-1"),
            false),
        Map.of("CSIVolumeName", "pvc-1"));
  }
}
