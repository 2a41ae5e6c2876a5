package example.ebs.csi.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.client.CsiChannel;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.Endpoint;
import example.ebs.csi.server.UnixSocketServer;
import example.ebs.csi.time.SteppedPause;
import example.ebs.proto.pluginregistration.InfoRequest;
import example.ebs.proto.pluginregistration.PluginInfo;
import example.ebs.proto.pluginregistration.RegistrationGrpc;
import example.ebs.proto.pluginregistration.RegistrationStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registration with a kubelet that is played by the test, over real sockets. */
final class KubeletRegistrationTest {
  private static final DriverIdentity DRIVER = new DriverIdentity("ebs.example", "1.2.3");
  private static final Endpoint CSI = new Endpoint(Path.of("/plugins/ebs.example/csi.sock"));

  @TempDir private Path folder;
  private final SteppedPause pause = new SteppedPause();
  private Optional<KubeletRegistration> started = Optional.empty();

  @AfterEach
  void close() {
    started.ifPresent(KubeletRegistration::close);
  }

  @Test
  void theKubeletLearnsTheDriversNameAndSocket() {
    start();

    PluginInfo info = info();

    assertThat(info.getType()).isEqualTo("CSIPlugin");
    assertThat(info.getName()).isEqualTo("ebs.example");
    assertThat(info.getEndpoint()).isEqualTo("/plugins/ebs.example/csi.sock");
    assertThat(info.getSupportedVersionsList()).containsExactly("1.0.0");
  }

  @Test
  void isReadyOnceTheKubeletHasConfirmed() {
    KubeletRegistration registration = start();
    assertThat(registration.obstacle()).get().asString().contains("not confirmed", "reg.sock");

    confirm();

    assertThat(registration.obstacle()).isEmpty();
  }

  @Test
  void aRefusalIsToldAndTheDriverIsOfferedAgainAfterEverLongerWaits() throws Exception {
    KubeletRegistration registration = start();
    pause.begun();
    Object first = made();

    refuse("no CSINode yet");
    assertThat(registration.obstacle()).get().asString().contains("refuses", "no CSINode yet");
    assertThat(pause.step()).as("before it is offered again").isEqualTo(Duration.ofSeconds(1));
    pause.step();

    assertThat(made()).isNotEqualTo(first);
    assertThat(registration.obstacle()).get().asString().contains("not confirmed");
    refuse("still none");
    assertThat(pause.step()).isEqualTo(Duration.ofSeconds(2));
    pause.step();
    confirm();
    assertThat(registration.obstacle()).isEmpty();
  }

  @Test
  void aSocketThatSomebodyRemovedIsPutBackAndConfirmedAnew() throws Exception {
    KubeletRegistration registration = start();
    confirm();
    pause.begun();

    Files.delete(socket());
    pause.step();

    assertThat(info().getName()).isEqualTo("ebs.example");
    assertThat(registration.obstacle()).isPresent();
  }

  @Test
  void aConfirmedSocketIsLeftAsItIs() throws Exception {
    KubeletRegistration registration = start();
    confirm();
    Object before = made();
    pause.begun();

    pause.step();
    pause.step();

    assertThat(made()).isEqualTo(before);
    assertThat(registration.obstacle()).isEmpty();
  }

  @Test
  void aKubeletThatStartsAgainMayAskAgain() {
    KubeletRegistration registration = start();
    confirm();

    assertThat(info().getName()).isEqualTo("ebs.example");
    confirm();

    assertThat(registration.obstacle()).isEmpty();
  }

  @Test
  void theKubeletsFolderMayComeLater() throws Exception {
    Path registry = folder.resolve("later");
    KubeletRegistration registration = start(registry);
    pause.begun();
    assertThat(registration.obstacle()).get().asString().contains("later", "does not exist");

    Files.createDirectory(registry);
    pause.step();

    assertThat(registration.obstacle()).get().asString().contains("not confirmed");
  }

  @Test
  void aSocketOfAnotherProcessIsWaitedForAndNotTaken() throws Exception {
    Endpoint taken = new Endpoint(socket());
    KubeletRegistration registration;
    try (UnixSocketServer _ = UnixSocketServer.start(taken, List.of(), List.of())) {
      registration = start();
      pause.begun();
      assertThat(registration.obstacle()).get().asString().contains("another process");
    }

    pause.step();

    assertThat(info().getName()).isEqualTo("ebs.example");
  }

  @Test
  void aSocketThatAnotherProcessPutInItsPlaceStays() throws Exception {
    KubeletRegistration registration = start();
    confirm();
    pause.begun();
    Files.delete(socket());
    try (UnixSocketServer other =
        UnixSocketServer.start(new Endpoint(socket()), List.of(), List.of())) {
      pause.step();

      assertThat(other.isReachable()).isTrue();
      assertThat(registration.obstacle()).get().asString().contains("another process");
    }
  }

  @Test
  void theSocketGoesWhenItIsClosed() {
    start().close();

    assertThat(socket()).doesNotExist();
  }

  @Test
  void aFolderTooDeepForASocketIsRefused() {
    Path deep = Path.of("/" + "d".repeat(100));

    assertThatThrownBy(() -> Registration.in(deep, DRIVER, CSI))
        .hasMessageContaining("socket path");
  }

  private KubeletRegistration start() {
    return start(folder);
  }

  private KubeletRegistration start(Path registry) {
    KubeletRegistration registration =
        new KubeletRegistration(Registration.in(registry, DRIVER, CSI), pause);
    registration.start();
    started = Optional.of(registration);
    return registration;
  }

  private Path socket() {
    return folder.resolve("ebs.example-reg.sock");
  }

  /** When the socket's file was made. */
  private Object made() throws IOException {
    return Files.getAttribute(socket(), "unix:ctime");
  }

  private PluginInfo info() {
    try (CsiChannel channel = CsiChannel.open(new Endpoint(socket()))) {
      return kubelet(channel).getInfo(InfoRequest.getDefaultInstance());
    }
  }

  private void confirm() {
    answer(RegistrationStatus.newBuilder().setPluginRegistered(true).build());
  }

  private void refuse(String reason) {
    answer(RegistrationStatus.newBuilder().setError(reason).build());
  }

  private void answer(RegistrationStatus status) {
    try (CsiChannel channel = CsiChannel.open(new Endpoint(socket()))) {
      var _ = kubelet(channel).notifyRegistrationStatus(status);
    }
  }

  private static RegistrationGrpc.RegistrationBlockingStub kubelet(CsiChannel channel) {
    return RegistrationGrpc.newBlockingStub(channel.grpc()).withDeadlineAfter(30, TimeUnit.SECONDS);
  }
}
