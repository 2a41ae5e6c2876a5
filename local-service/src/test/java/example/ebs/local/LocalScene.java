package example.ebs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.linux.RootOnly;
import example.ebs.proto.csi.ControllerGrpc;
import example.ebs.proto.csi.NodeGrpc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What most tests on the real machine begin with: a sandbox, a process in it, and the targets of
 * two pods. Skips the test where this process is not root.
 */
final class LocalScene implements BeforeEachCallback, AfterEachCallback {
  private Optional<Begun> begun = Optional.empty();

  private record Begun(
      LocalSandbox sandbox, LocalSandbox.Started process, Path target, Path second) {}

  @Override
  public void beforeEach(ExtensionContext test) throws IOException {
    RootOnly.require();
    LocalSandbox sandbox = new LocalSandbox();
    begun =
        Optional.of(
            new Begun(
                sandbox,
                sandbox.start(),
                sandbox.target(LocalRequests.POD, "data"),
                sandbox.target("another-pod", "data")));
  }

  @Override
  public void afterEach(ExtensionContext test) {
    begun.ifPresent(each -> each.sandbox().close());
  }

  LocalSandbox sandbox() {
    return begun.orElseThrow().sandbox();
  }

  NodeGrpc.NodeBlockingStub node() {
    return begun.orElseThrow().process().node();
  }

  ControllerGrpc.ControllerBlockingStub controller() {
    return begun.orElseThrow().process().controller();
  }

  LocalVolumes volumes() {
    return begun.orElseThrow().process().volumes();
  }

  Path target() {
    return begun.orElseThrow().target();
  }

  /** Of another pod. */
  Path second() {
    return begun.orElseThrow().second();
  }

  /** Where the claim's volume lies. */
  Path directory() {
    return sandbox().root().resolve(LocalRequests.DIRECTORY);
  }

  /** That a service which starts now does not publish it, and says so. */
  void refused(Map<String, String> context, String code, String message) throws IOException {
    LocalSandbox.Started process = sandbox().start();
    assertThatThrownBy(
            () ->
                process.node().nodePublishVolume(LocalRequests.publish(target(), context).build()))
        .hasMessageContaining(code)
        .hasMessageContaining(message);
    assertThat(target()).doesNotExist();
  }
}
