package example.ebs.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import example.ebs.proto.csi.NodeGrpc;
import example.ebs.proto.csi.VolumeCapability;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What tests of the node service begin with: a node in memory, and the places of one pod on it. */
final class NodeScene implements BeforeEachCallback, AfterEachCallback {
  private Optional<Begun> begun = Optional.empty();

  private record Begun(Path folder, FakeNode node, Path staging, Path target) {}

  @Override
  public void beforeEach(ExtensionContext test) throws IOException {
    Path folder = Files.createTempDirectory("ebs-node-test-");
    FakeNode node = new FakeNode(folder);
    begun =
        Optional.of(
            new Begun(folder, node, node.made("staging"), node.made("pods/web").resolve("target")));
  }

  @Override
  public void afterEach(ExtensionContext test) throws IOException {
    node().close();
    try (Stream<Path> all = Files.walk(folder())) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  Path folder() {
    return begun.orElseThrow().folder();
  }

  FakeNode node() {
    return begun.orElseThrow().node();
  }

  /** A folder that the caller of CSI has made. */
  Path staging() {
    return begun.orElseThrow().staging();
  }

  /** Nothing is there, and its folder is. */
  Path target() {
    return begun.orElseThrow().target();
  }

  /** The service, asked by CSI. */
  NodeGrpc.NodeBlockingStub csi() {
    return node().node();
  }

  void stage(VolumeCapability capability) {
    var _ = csi().nodeStageVolume(Requests.stage(staging(), capability));
  }

  void unstage() {
    var _ = csi().nodeUnstageVolume(Requests.unstage(staging()));
  }

  void publish(VolumeCapability capability) {
    publish(target(), capability);
  }

  void publish(Path target, VolumeCapability capability) {
    var _ = csi().nodePublishVolume(Requests.publish(staging(), target, capability));
  }

  void unpublish() {
    unpublish(target());
  }

  void unpublish(Path target) {
    var _ = csi().nodeUnpublishVolume(Requests.unpublish(target));
  }

  /** Asserts that the call is refused so, and says all of that. */
  static void assertRefused(ThrowingCallable call, Status.Code code, String... messages) {
    StatusRuntimeException thrown = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(thrown.getStatus().getCode()).as(thrown.getMessage()).isEqualTo(code);
    assertThat(thrown).hasMessageContainingAll(messages);
  }
}
