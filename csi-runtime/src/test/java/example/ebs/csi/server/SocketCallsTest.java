package example.ebs.csi.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.client.CsiChannel;
import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.health.Readiness;
import example.ebs.proto.csi.ControllerGrpc;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.proto.csi.DeleteVolumeResponse;
import example.ebs.proto.csi.GetPluginInfoRequest;
import example.ebs.proto.csi.GetPluginInfoResponse;
import example.ebs.proto.csi.IdentityGrpc;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls on the socket: how they end, and that the server ends after them. */
final class SocketCallsTest {
  private static final DriverIdentity DRIVER = new DriverIdentity("ebs.example", "1.2.3");
  private static final BindableService IDENTITY =
      new IdentityGrpcService(DRIVER, Readiness.always());

  @TempDir private Path folder;
  private final List<CallEnd> ends = new CopyOnWriteArrayList<>();

  @Test
  void aRequestThatIsLongerThanAnyThatCsiAllowsIsRefusedBeforeItIsRead() {
    try (UnixSocketServer _ = start(deleting(_ -> {}));
        CsiChannel channel = CsiChannel.open(new Endpoint(socket()))) {
      assertThatThrownBy(() -> delete(channel, "v".repeat(64 * 1024)))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              refused ->
                  assertThat(refused.getStatus().getCode())
                      .isEqualTo(Status.Code.RESOURCE_EXHAUSTED))
          .hasMessageContaining("exceeds maximum size");
    }
  }

  @Test
  void aSuccessorMayListenWhileThePredecessorStillDrains() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    UnixSocketServer server = start(deleting(_ -> waitFor(entered, go)));
    try (CsiChannel channel = CsiChannel.open(new Endpoint(socket()))) {
      CompletableFuture<DeleteVolumeResponse> reply = deleteInBackground(channel);
      entered.await();
      Thread closing = Thread.startVirtualThread(server::close);
      while (Files.exists(socket())) {
        Thread.onSpinWait();
      }

      try (UnixSocketServer _ = start(IDENTITY)) {
        go.countDown();
        assertThat(reply.get()).isEqualTo(DeleteVolumeResponse.getDefaultInstance());
        closing.join();
        assertThat(pluginInfo().getName()).isEqualTo("ebs.example");
      }
    }
  }

  @Test
  void aCallUnderWayEndsBeforeTheServerDoes() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    UnixSocketServer server = start(deleting(_ -> waitFor(entered, go)));
    try (CsiChannel channel = CsiChannel.open(new Endpoint(socket()))) {
      CompletableFuture<DeleteVolumeResponse> reply = deleteInBackground(channel);
      entered.await();
      Thread closing = Thread.startVirtualThread(server::close);
      go.countDown();

      assertThat(reply.get()).isEqualTo(DeleteVolumeResponse.getDefaultInstance());
      closing.join();
    }
  }

  @Test
  void aCallThatItsCallerGaveUpEndsBeforeTheServerDoes() throws Exception {
    assertThat(endings(server -> server.close())).containsExactly("call", "server");
  }

  @Test
  void notEvenAnInterruptEndsTheServerBeforeItsCalls() throws Exception {
    assertThat(
            endings(
                server -> {
                  Thread.currentThread().interrupt();
                  server.close();
                }))
        .containsExactly("call", "server");
  }

  /** What ends first: a call whose caller has gone, or the server that is told to close. */
  private List<String> endings(Consumer<UnixSocketServer> closing) throws Exception {
    List<String> endings = new CopyOnWriteArrayList<>();
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    UnixSocketServer server =
        start(
            deleting(
                _ -> {
                  waitFor(entered, go);
                  endings.add("call");
                }));
    try (CsiChannel channel = CsiChannel.open(new Endpoint(socket()))) {
      var _ = deleteInBackground(channel);
      entered.await();
    }
    Thread closer =
        Thread.startVirtualThread(
            () -> {
              closing.accept(server);
              endings.add("server");
            });
    while (Files.exists(socket())) {
      Thread.onSpinWait();
    }
    go.countDown();
    closer.join();
    return endings;
  }

  @Test
  void aFailureReachesTheCallerAsItsStatusAndIsToldOnce() {
    try (UnixSocketServer _ =
            start(
                deleting(
                    id -> {
                      throw new Failure.InUse(id + " is attached to i-1; detach it first");
                    }));
        CsiChannel channel = CsiChannel.open(new Endpoint(socket()))) {
      assertThatThrownBy(() -> delete(channel, "vol-1"))
          .satisfies(
              thrown ->
                  assertThat(Status.fromThrowable(thrown).getCode())
                      .isEqualTo(Status.Code.FAILED_PRECONDITION))
          .hasMessageContaining("vol-1 is attached to i-1; detach it first");
      assertThat(ends)
          .singleElement()
          .satisfies(end -> assertThat(end.code()).isEqualTo("FAILED_PRECONDITION"));
    }
  }

  @Test
  void aDefectReachesTheCallerWithoutItsDetails() {
    try (UnixSocketServer _ =
            start(
                deleting(
                    _ -> {
                      throw new IllegalStateException("token=hunter2");
                    }));
        CsiChannel channel = CsiChannel.open(new Endpoint(socket()))) {
      assertThatThrownBy(() -> delete(channel, "vol-1"))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageStartingWith("INTERNAL: unexpected IllegalStateException")
          .hasMessageNotContaining("hunter2");
      assertThat(ends)
          .singleElement()
          .satisfies(
              end -> assertThat(end.cause()).containsInstanceOf(IllegalStateException.class));
    }
  }

  @Test
  void aFieldThatIsTooLongIsRefusedBeforeTheServiceSeesIt() {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (UnixSocketServer _ = start(deleting(seen::add));
        CsiChannel channel = CsiChannel.open(new Endpoint(socket()))) {
      assertThatThrownBy(() -> delete(channel, "v".repeat(129)))
          .hasMessageStartingWith("INVALID_ARGUMENT: volume_id is 129 bytes long");
      assertThat(seen).isEmpty();
    }
  }

  private UnixSocketServer start(BindableService service) {
    return UnixSocketServer.start(new Endpoint(socket()), List.of(service), List.of(ends::add));
  }

  private Path socket() {
    return folder.resolve("csi.sock");
  }

  private GetPluginInfoResponse pluginInfo() {
    try (CsiChannel channel = CsiChannel.open(new Endpoint(socket()))) {
      return IdentityGrpc.newBlockingStub(channel.grpc())
          .getPluginInfo(GetPluginInfoRequest.getDefaultInstance());
    }
  }

  private static DeleteVolumeResponse delete(CsiChannel channel, String id) {
    return ControllerGrpc.newBlockingStub(channel.grpc())
        .deleteVolume(DeleteVolumeRequest.newBuilder().setVolumeId(id).build());
  }

  private static BindableService deleting(Consumer<String> work) {
    return new ControllerGrpc.ControllerImplBase() {
      @Override
      public void deleteVolume(
          DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> reply) {
        work.accept(request.getVolumeId());
        reply.onNext(DeleteVolumeResponse.getDefaultInstance());
        reply.onCompleted();
      }
    };
  }

  private static CompletableFuture<DeleteVolumeResponse> deleteInBackground(CsiChannel channel) {
    return CompletableFuture.supplyAsync(
        () -> delete(channel, "vol-1"), Thread::startVirtualThread);
  }

  private static void waitFor(CountDownLatch entered, CountDownLatch go) {
    entered.countDown();
    try {
      go.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
