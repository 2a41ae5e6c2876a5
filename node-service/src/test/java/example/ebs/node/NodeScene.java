package example.ebs.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
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
}
