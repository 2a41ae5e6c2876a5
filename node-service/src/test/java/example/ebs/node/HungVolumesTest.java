package example.ebs.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.Shell;
import example.ebs.csi.client.CsiChannel;
import example.ebs.csi.health.Healthz;
import example.ebs.csi.health.Readiness;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.Endpoint;
import example.ebs.csi.server.IdentityGrpcService;
import example.ebs.csi.server.UnixSocketServer;
import example.ebs.linux.RootOnly;
import example.ebs.proto.csi.IdentityGrpc;
import example.ebs.proto.csi.NodeGetInfoRequest;
import example.ebs.proto.csi.NodeGrpc;
import example.ebs.proto.csi.ProbeRequest;
import example.ebs.proto.csi.VolumeCapability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real service on its socket, with real devices of which sixty do not answer any more. */
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HungVolumesTest {
  private static final int HALF = 30;
  private static final VolumeCapability CAPABILITY = Requests.mount("ext4");

  /** How many threads of the process and of its children are in an uninterruptible sleep. */
  private static final String UNINTERRUPTIBLE =
      "{ ps -L -o stat= -p $0; ps -o stat= --ppid $0; } | grep -c D || true";

  private final List<CompletableFuture<?>> hung = new ArrayList<>();
  private Sandbox sandbox;
  private FreezingDisk disk;
  private UnixSocketServer server;
  private CsiChannel channel;

  @BeforeEach
  void serve() throws IOException {
    RootOnly.require();
    RootOnly.requireTool("fsfreeze");
    sandbox = new Sandbox();
    disk = new FreezingDisk(sandbox.folder(), 4096);
    Endpoint endpoint = new Endpoint(sandbox.folder().resolve("csi.sock"));
    server =
        UnixSocketServer.start(
            endpoint,
            List.of(
                sandbox.service(),
                new IdentityGrpcService(
                    new DriverIdentity("ebs.example", "1"), Readiness.always())),
            List.of());
    channel = CsiChannel.open(endpoint);
  }

  @AfterEach
  void clean() {
    if (sandbox == null) {
      return;
    }
    disk.thaw();
    channel.close();
    server.close();
    sandbox.close();
  }

  @Test
  void sixtyHungUnmountsAndFormatsLeaveHealthyVolumesAndHealthAsTheyAre() throws Exception {
    hangAll();

    sandbox.attach(volume(2 * HALF), 32);
    stage(2 * HALF);
    publish(2 * HALF);
    assertThat(target(2 * HALF)).isNotEmptyDirectory();
    assertThat(Healthz.asked()).isEqualTo("ok\n");
    assertThat(identity().probe(ProbeRequest.getDefaultInstance()).getReady().getValue()).isTrue();
    assertThat(node(30).nodeGetInfo(NodeGetInfoRequest.getDefaultInstance()).getNodeId())
        .isEqualTo("i-0123456789abcdef0");
    assertThat(hung).filteredOn(call -> !call.isDone()).hasSizeGreaterThan(HALF);

    disk.thaw();
    assertThat(hung)
        .allSatisfy(call -> assertThatCode(call::get).as("goes on").doesNotThrowAnyException());
  }

  @Test
  void whatHangsIsNamedAndNobodyWorksBesideIt() throws Exception {
    hangAll();

    assertThat(server.volumeCalls().begun().stream().map(call -> call.told(Clock.systemUTC())))
        .anySatisfy(
            told ->
                assertThat(told)
                    .startsWith("NodeUnstageVolume of volume vol-")
                    .contains("MountCalls.umount2, called by LinuxMounts.unmount"))
        .anySatisfy(
            told -> assertThat(told).startsWith("NodeStageVolume of volume " + volume(HALF)));
    assertThatThrownBy(() -> stage(HALF))
        .hasMessageStartingWith("ABORTED: another operation on volume " + volume(HALF))
        .hasMessageContaining("is in progress");
  }

  /** Half of the volumes hang when they are unmounted, half when they are formatted. */
  private void hangAll() throws Exception {
    for (int number = 0; number < 2 * HALF; number++) {
      sandbox.attach(disk.folder(), volume(number), 32);
    }
    for (int number = 0; number < HALF; number++) {
      stage(number);
      Files.writeString(staging(number).resolve("file"), "to be written when it is unmounted");
    }
    disk.freeze();
    for (int number = 0; number < HALF; number++) {
      int mounted = number;
      int blank = HALF + number;
      hung.add(inBackground(() -> unstage(mounted)));
      hung.add(inBackground(() -> stage(blank)));
    }
    while (hanging() + hung.stream().filter(CompletableFuture::isDone).count() < 2 * HALF) {
      // The class's time limit interrupts, and nothing here would notice.
      assertThat(Thread.currentThread().isInterrupted()).as("the time is over").isFalse();
    }
  }

  /**
   * A thread that cannot even be killed is where a device that does not answer leaves it. An
   * unmount does not hang while another process has copies of all mounts, as unshare makes them:
   * then that process does.
   */
  private static int hanging() {
    String pid = String.valueOf(ProcessHandle.current().pid());
    return Integer.parseInt(Shell.run("sh", "-c", UNINTERRUPTIBLE, pid));
  }

  private void stage(int number) throws IOException {
    Path staging = Files.createDirectories(staging(number));
    var _ =
        node(120)
            .nodeStageVolume(
                Requests.stage(staging, CAPABILITY).toBuilder()
                    .setVolumeId(volume(number))
                    .build());
  }

  private void unstage(int number) {
    var _ =
        node(120)
            .nodeUnstageVolume(
                Requests.unstage(staging(number)).toBuilder().setVolumeId(volume(number)).build());
  }

  private void publish(int number) throws IOException {
    Path target = target(number);
    Files.createDirectories(target.getParent());
    var _ =
        node(120)
            .nodePublishVolume(
                Requests.publish(staging(number), target, CAPABILITY).toBuilder()
                    .setVolumeId(volume(number))
                    .build());
  }

  private NodeGrpc.NodeBlockingStub node(int seconds) {
    return NodeGrpc.newBlockingStub(channel.grpc()).withDeadlineAfter(seconds, TimeUnit.SECONDS);
  }

  private IdentityGrpc.IdentityBlockingStub identity() {
    return IdentityGrpc.newBlockingStub(channel.grpc()).withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  private Path staging(int number) {
    return sandbox.kubelet().resolve("staging-" + number);
  }

  private Path target(int number) {
    return sandbox.kubelet().resolve("pod-" + number).resolve("target");
  }

  private static String volume(int number) {
    return "vol-%017x".formatted(number);
  }

  private static CompletableFuture<?> inBackground(ThrowingCallable call) {
    CompletableFuture<String> ended = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                call.call();
                ended.complete("ended");
              } catch (Throwable failed) {
                ended.completeExceptionally(failed);
              }
            });
    return ended;
  }
}
