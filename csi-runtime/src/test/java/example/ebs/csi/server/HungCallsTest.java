package example.ebs.csi.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.client.CsiChannel;
import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.health.Healthz;
import example.ebs.csi.health.Readiness;
import example.ebs.csi.lock.KeyedLocks;
import example.ebs.csi.work.UnderWay;
import example.ebs.proto.csi.GetPluginInfoRequest;
import example.ebs.proto.csi.IdentityGrpc;
import example.ebs.proto.csi.NodeGrpc;
import example.ebs.proto.csi.NodeUnstageVolumeRequest;
import example.ebs.proto.csi.NodeUnstageVolumeResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls that hang in the kernel: each opens a pipe into which nobody writes. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HungCallsTest {
  private static final DriverIdentity DRIVER = new DriverIdentity("ebs.example", "1.2.3");

  @TempDir private Path folder;
  private final List<CallEnd> ends = new CopyOnWriteArrayList<>();
  private final List<Path> pipes = new CopyOnWriteArrayList<>();
  private final List<UnderWay> beside = new CopyOnWriteArrayList<>();
  private UnixSocketServer server;
  private CsiChannel channel;

  @BeforeEach
  void serve() {
    Endpoint endpoint = new Endpoint(folder.resolve("csi.sock"));
    server =
        UnixSocketServer.start(
            endpoint,
            List.of(new Unstaging(), new IdentityGrpcService(DRIVER, Readiness.always())),
            List.of(ends::add));
    channel = CsiChannel.open(endpoint);
  }

  @AfterEach
  void letGo() throws IOException {
    // Again and again, as one may only be about to wait.
    while (!server.volumeCalls().begun().isEmpty()) {
      for (Path pipe : pipes) {
        // Opened for both it waits for nobody, and lets go who waits for a writer.
        new RandomAccessFile(pipe.toFile(), "rw").close();
      }
    }
    channel.close();
    server.close();
  }

  @Test
  void sixtyHungCallsKeepNobodyElseFromAnAnswer() throws Exception {
    List<CompletableFuture<?>> hung = new ArrayList<>();
    for (int number = 0; number < 60; number++) {
      hung.add(hang("vol-" + number));
    }

    assertThat(
            IdentityGrpc.newBlockingStub(channel.grpc())
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .getPluginInfo(GetPluginInfoRequest.getDefaultInstance())
                .getName())
        .isEqualTo("ebs.example");
    assertThat(unstage("healthy", 30)).isEqualTo(NodeUnstageVolumeResponse.getDefaultInstance());
    assertThat(Healthz.asked()).isEqualTo("ok\n");
    assertThat(hung).noneMatch(CompletableFuture::isDone);
    assertThat(server.volumeCalls().begun()).hasSize(60);
  }

  @Test
  void theCallerOfAHungCallIsToldInTimeWhereItHangs() throws Exception {
    pipe("vol-1");

    assertThatThrownBy(() -> unstage("vol-1", 5))
        .satisfies(thrown -> assertThat(code(thrown)).isEqualTo(Status.Code.DEADLINE_EXCEEDED))
        .hasMessageContaining("gave up waiting for NodeUnstageVolume of volume vol-1")
        .hasMessageContaining("called by HungCallsTest.hang");
    assertThat(ends)
        .singleElement()
        .satisfies(end -> assertThat(end.code()).isEqualTo("DEADLINE_EXCEEDED"));
  }

  @Test
  void aHungCallKeepsItsLockAfterItsCallerWasAnswered() throws Exception {
    pipe("vol-1");
    assertThatThrownBy(() -> unstage("vol-1", 1)).isInstanceOf(StatusRuntimeException.class);

    assertThatThrownBy(() -> unstage("vol-1", 30))
        .satisfies(thrown -> assertThat(code(thrown)).isEqualTo(Status.Code.ABORTED))
        .hasMessageContaining("another operation on volume vol-1 is in progress");
  }

  @Test
  void aVolumeThatHangsGetsNoMoreThanSixteenThreads() throws Exception {
    pipe("shared");
    List<?> hung = IntStream.range(0, 16).mapToObj(_ -> inBackground("shared")).toList();
    while (server.volumeCalls().begun().size() < 16) {
      Thread.onSpinWait();
    }

    assertThatThrownBy(() -> unstage("shared", 30))
        .satisfies(thrown -> assertThat(code(thrown)).isEqualTo(Status.Code.ABORTED))
        .hasMessageContaining(hung.size() + " calls for volume shared are under way")
        .hasMessageContaining("called by HungCallsTest.hang");
  }

  @Test
  void whatAServiceHasUnderWayBesideItsCallsIsSeenWhenItHangs() {
    beside.add(new UnderWay(Thread.currentThread(), "a removal", Instant.EPOCH));

    assertThat(server.volumeCalls().hanging()).isEqualTo(beside);
    assertThat(server.volumeCalls().begun()).isEmpty();
  }

  /** A call that hangs, once it does. */
  private CompletableFuture<NodeUnstageVolumeResponse> hang(String volume) throws Exception {
    pipe(volume);
    CompletableFuture<NodeUnstageVolumeResponse> call = inBackground(volume);
    while (server.volumeCalls().begun().stream()
        .noneMatch(each -> each.thread().getName().endsWith(volume))) {
      Thread.onSpinWait();
    }
    return call;
  }

  private void pipe(String volume) throws Exception {
    Path pipe = folder.resolve(volume);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    pipes.add(pipe);
  }

  private CompletableFuture<NodeUnstageVolumeResponse> inBackground(String volume) {
    return CompletableFuture.supplyAsync(() -> unstage(volume, 60), Thread::startVirtualThread);
  }

  private NodeUnstageVolumeResponse unstage(String volume, int seconds) {
    return NodeGrpc.newBlockingStub(channel.grpc())
        .withDeadlineAfter(seconds, TimeUnit.SECONDS)
        .nodeUnstageVolume(NodeUnstageVolumeRequest.newBuilder().setVolumeId(volume).build());
  }

  private static Status.Code code(Throwable thrown) {
    return Status.fromThrowable(thrown).getCode();
  }

  /** Opens what has the volume's name, if anything has, under the volume's lock. */
  private final class Unstaging extends NodeGrpc.NodeImplBase implements WorksOnVolumes {
    private final KeyedLocks locks = new KeyedLocks();

    @Override
    public List<UnderWay> beside() {
      return beside;
    }

    @Override
    public void nodeUnstageVolume(
        NodeUnstageVolumeRequest request, StreamObserver<NodeUnstageVolumeResponse> observer) {
      String volume = request.getVolumeId();
      if (volume.equals("shared")) {
        hang(folder.resolve(volume));
      } else {
        try (KeyedLocks.Held _ = locks.take("volume " + volume)) {
          hang(folder.resolve(volume));
        }
      }
      Answer.send(observer, NodeUnstageVolumeResponse.getDefaultInstance());
    }

    private static void hang(Path pipe) {
      if (Files.exists(pipe)) {
        try (InputStream _ = Files.newInputStream(pipe)) {
          // What is opened is read by nobody.
        } catch (IOException failed) {
          throw new UncheckedIOException(failed);
        }
      }
    }
  }
}
