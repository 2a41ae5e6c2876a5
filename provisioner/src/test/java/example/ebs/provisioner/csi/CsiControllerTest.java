package example.ebs.provisioner.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.server.InProcessServer;
import example.ebs.csi.time.Waiting;
import example.ebs.proto.csi.ControllerGetCapabilitiesRequest;
import example.ebs.proto.csi.ControllerGetCapabilitiesResponse;
import example.ebs.proto.csi.ControllerGrpc;
import example.ebs.proto.csi.ControllerPublishVolumeRequest;
import example.ebs.proto.csi.ControllerServiceCapability.RPC;
import example.ebs.proto.csi.ControllerUnpublishVolumeRequest;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.proto.csi.GetPluginInfoRequest;
import example.ebs.proto.csi.GetPluginInfoResponse;
import example.ebs.proto.csi.IdentityGrpc;
import example.ebs.proto.csi.ListVolumesRequest;
import example.ebs.proto.csi.ProbeRequest;
import example.ebs.proto.csi.ProbeResponse;
import example.ebs.provisioner.DrivenClock;
import example.ebs.provisioner.FakeDriver;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class CsiControllerTest {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final DrivenClock clock = new DrivenClock();
  private final Waiting waiting = new Waiting(clock, clock::advance);
  private final Deque<Supplier<ProbeResponse>> probes = new ArrayDeque<>();

  @AutoClose
  private final InProcessServer server =
      InProcessServer.start(List.of(new SlowIdentity(), new SmallController()), List.of());

  @Test
  void waitsUntilTheDriverIsReadyAndLearnsWhatItCan() {
    probes.add(
        () -> {
          throw new Failure.Unavailable("starting");
        });
    probes.add(() -> ready(false));
    probes.add(() -> ready(true));
    CsiController driver = connect(server.channel(), waiting, LONGEST);
    assertThat(probes).isEmpty();
    assertThat(driver.driver()).isEqualTo("slow.example");
    assertThat(driver.can(RPC.Type.CREATE_DELETE_VOLUME)).isTrue();
    assertThat(driver.can(RPC.Type.LIST_VOLUMES)).isFalse();
  }

  @Test
  void noAnswerToWhetherItIsReadyMeansReady() {
    probes.add(ProbeResponse::getDefaultInstance);
    assertThat(connect(server.channel(), waiting, LONGEST).driver()).isEqualTo("slow.example");
  }

  @Test
  void doesNotWaitForEver() {
    assertThatThrownBy(() -> connect(server.channel(), waiting, LONGEST))
        .isInstanceOf(Failure.TimedOut.class)
        .hasMessageContaining("waited 120 s for the CSI driver at /s to be ready")
        .hasMessageContaining("it answers that it is not ready");
    assertThat(clock.instant()).isEqualTo(new DrivenClock().instant().plus(LONGEST));
  }

  @Test
  void aDriverThatSaysWhyItCannotWorkIsNotWaitedFor() {
    probes.add(
        () -> {
          throw new Failure.PreconditionFailed("no credentials");
        });
    assertThatThrownBy(() -> connect(server.channel(), waiting, LONGEST))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessage("no credentials");
  }

  @Test
  void everyCallHasADeadline() {
    List<Optional<io.grpc.Deadline>> deadlines = new ArrayList<>();
    try (FakeDriver driver = FakeDriver.named("any.example")) {
      driver.addVolume("vol-1", 1);
      CsiController controller =
          connect(
              ClientInterceptors.intercept(driver.channel(), new Deadlines(deadlines)),
              waiting,
              LONGEST);
      String id =
          controller.create(CreateVolumeRequest.getDefaultInstance()).getVolume().getVolumeId();
      controller.list(ListVolumesRequest.getDefaultInstance());
      controller.publish(
          ControllerPublishVolumeRequest.newBuilder().setVolumeId(id).setNodeId("n").build());
      controller.unpublish(
          ControllerUnpublishVolumeRequest.newBuilder().setVolumeId(id).setNodeId("n").build());
      controller.delete(DeleteVolumeRequest.newBuilder().setVolumeId(id).build());
    }
    assertThat(deadlines).hasSize(8).doesNotContain(Optional.empty());
  }

  @Test
  void whatIsWaitedForAndWhyIsToldAfterEachLook() {
    probes.add(
        () -> {
          throw new Failure.Unavailable("starting");
        });
    probes.add(() -> ready(false));
    probes.add(() -> ready(true));
    List<String> told = new ArrayList<>();
    assertThat(connect(server.channel(), waiting.telling(told::add), LONGEST)).isNotNull();
    assertThat(told)
        .containsExactly(
            "waiting for the CSI driver at /s to be ready: starting",
            "waiting for the CSI driver at /s to be ready: it answers that it is not ready");
  }

  private static CsiController connect(Channel channel, Waiting waiting, Duration longest) {
    return CsiController.connect(channel, "the CSI driver at /s", waiting, longest);
  }

  private static ProbeResponse ready(boolean ready) {
    ProbeResponse.Builder answer = ProbeResponse.newBuilder();
    answer.getReadyBuilder().setValue(ready);
    return answer.build();
  }

  /** Notes the deadline of each call. */
  private record Deadlines(List<Optional<io.grpc.Deadline>> noted) implements ClientInterceptor {
    @Override
    public <A, B> ClientCall<A, B> interceptCall(
        MethodDescriptor<A, B> method, CallOptions options, Channel next) {
      noted.add(Optional.ofNullable(options.getDeadline()));
      return next.newCall(method, options);
    }
  }

  /** Answers as planned, and after that is not ready. */
  private final class SlowIdentity extends IdentityGrpc.IdentityImplBase {
    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeResponse> observer) {
      observer.onNext(Optional.ofNullable(probes.poll()).map(Supplier::get).orElse(ready(false)));
      observer.onCompleted();
    }

    @Override
    public void getPluginInfo(
        GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> observer) {
      observer.onNext(GetPluginInfoResponse.newBuilder().setName("slow.example").build());
      observer.onCompleted();
    }
  }

  private static final class SmallController extends ControllerGrpc.ControllerImplBase {
    @Override
    public void controllerGetCapabilities(
        ControllerGetCapabilitiesRequest request,
        StreamObserver<ControllerGetCapabilitiesResponse> observer) {
      ControllerGetCapabilitiesResponse.Builder answer =
          ControllerGetCapabilitiesResponse.newBuilder();
      answer.addCapabilitiesBuilder().getRpcBuilder().setType(RPC.Type.CREATE_DELETE_VOLUME);
      observer.onNext(answer.build());
      observer.onCompleted();
    }
  }
}
