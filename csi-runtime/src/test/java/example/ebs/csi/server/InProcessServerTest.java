package example.ebs.csi.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.failure.StatusToFailure;
import example.ebs.csi.health.Readiness;
import example.ebs.proto.csi.ControllerGrpc;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.proto.csi.DeleteVolumeResponse;
import example.ebs.proto.csi.GetPluginInfoRequest;
import example.ebs.proto.csi.IdentityGrpc;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class InProcessServerTest {
  private static final DriverIdentity DRIVER = new DriverIdentity("ebs.example", "1.2.3");
  private static final DeleteVolumeRequest REQUEST =
      DeleteVolumeRequest.newBuilder().setVolumeId("vol-1").build();

  private final List<CallEnd> ends = new CopyOnWriteArrayList<>();
  private final AtomicReference<Runnable> work = new AtomicReference<>(() -> {});

  @AutoClose
  private final InProcessServer server =
      InProcessServer.start(
          List.of(new IdentityGrpcService(DRIVER, Readiness.always()), new Deleting()),
          List.of(ends::add));

  @Test
  void answersForEveryService() {
    assertThat(
            IdentityGrpc.newBlockingStub(server.channel())
                .getPluginInfo(GetPluginInfoRequest.getDefaultInstance())
                .getName())
        .isEqualTo("ebs.example");
    assertThat(delete()).isEqualTo(DeleteVolumeResponse.getDefaultInstance());
  }

  @Test
  void aFailureComesBackAsItself() {
    for (Failure failure :
        List.of(
            new Failure.InUse("attached"),
            new Failure.QuotaReached("everywhere"),
            new Failure.LimitReached("here"))) {
      work.set(
          () -> {
            throw failure;
          });
      assertThatThrownBy(() -> StatusToFailure.calling(this::delete))
          .isInstanceOf(failure instanceof Failure.InUse ? Failure.class : failure.getClass())
          .hasMessage(failure.getMessage());
    }
  }

  @Test
  void aDefectIsAnInternalFailureAndNotTheCallersException() {
    work.set(
        () -> {
          throw new IllegalStateException("secret");
        });
    assertThatThrownBy(() -> StatusToFailure.calling(this::delete))
        .isInstanceOf(Failure.Internal.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void everyCallIsToldOfOnceWithItsRequestAndItsEnd() {
    delete();
    work.set(
        () -> {
          throw new Failure.NotFound("vol-1 is not there");
        });
    assertThatThrownBy(this::delete).hasMessageContaining("vol-1 is not there");
    assertThat(ends).extracting(CallEnd::code).containsExactly("OK", "NOT_FOUND");
    assertThat(ends).extracting(CallEnd::request).containsOnly(Optional.of(REQUEST));
  }

  @Test
  void theServiceKnowsHowLongItsCallerListens() {
    AtomicReference<Boolean> known = new AtomicReference<>(false);
    work.set(() -> known.set(Context.current().getDeadline() != null));
    delete();
    assertThat(known).hasValue(true);
  }

  @Test
  void aCallRunsOnItsCallersThread() {
    AtomicReference<Thread> ran = new AtomicReference<>();
    work.set(() -> ran.set(Thread.currentThread()));
    delete();
    assertThat(ran).hasValue(Thread.currentThread());
  }

  @Test
  void onceItIsClosedACallerIsToldSo() {
    server.close();
    assertThatThrownBy(() -> StatusToFailure.calling(this::delete))
        .isInstanceOf(Failure.Unavailable.class);
  }

  private DeleteVolumeResponse delete() {
    return ControllerGrpc.newBlockingStub(server.channel())
        .withDeadlineAfter(30, TimeUnit.SECONDS)
        .deleteVolume(REQUEST);
  }

  private final class Deleting extends ControllerGrpc.ControllerImplBase {
    @Override
    public void deleteVolume(
        DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> observer) {
      work.get().run();
      observer.onNext(DeleteVolumeResponse.getDefaultInstance());
      observer.onCompleted();
    }
  }
}
