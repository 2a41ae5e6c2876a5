package example.ebs.controller.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.controller.ec2.ScriptedEc2.Answer;
import example.ebs.controller.volume.Creation;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the adapters make of an answer that is lost, late or never comes. */
@Timeout(30)
final class Ec2LostAnswersTest {
  private static final VolumeId VOLUME = new VolumeId("vol-00000000000000aaa");
  private static final NodeId NODE = new NodeId("i-00000000000000aaa");

  @Test
  void aLostReplyIsAskedForAgainWithTheSameToken() {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    List<Map<String, String>> sent =
        ScriptedEc2.sent(
            _ -> seen.add("once") ? Answer.ok("") : Answer.ok(WireExamples.created("creating")),
            ec2 -> {
              assertThatThrownBy(() -> ec2.volumes().create(WireExamples.request()))
                  .isInstanceOf(Failure.Unavailable.class)
                  .hasMessageContaining("may exist");
              ec2.volumes().create(WireExamples.request());
            });
    assertThat(sent).hasSize(2).allMatch(request -> "token".equals(request.get("ClientToken")));
  }

  @Test
  void aNameThatIsTakenAfterALostAttemptMayBeTakenByThisVolume() {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    ScriptedEc2.sent(
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
  void silenceEndsWithTheCallersDeadline() {
    ScriptedEc2.sent(
        _ -> Answer.silence(),
        ec2 -> {
          within(
              () ->
                  assertThatThrownBy(() -> ec2.volumes().create(WireExamples.request()))
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
            Answer.ok(WireExamples.created("creating")),
            ec2 ->
                assertThat(ec2.volumes().create(WireExamples.request()))
                    .isInstanceOf(Creation.Created.class));
    assertThat(sent).hasSize(2).allMatch(request -> "token".equals(request.get("ClientToken")));
  }

  @Test
  void aRefusalAfterASilentAttemptSettlesNothing() {
    Answer denied = Answer.error(400, "UnauthorizedOperation", "no");
    silentOnce(
        denied,
        ec2 ->
            assertThat(ec2.volumes().create(WireExamples.request()))
                .isInstanceOf(Creation.Unsettled.class));
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
}
