package example.ebs.local;

import static example.ebs.local.LocalRequests.ID;
import static example.ebs.local.LocalRequests.context;
import static example.ebs.local.LocalRequests.publish;
import static example.ebs.local.LocalRequests.unpublish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.Shell;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever hears that a volume is not removed hears which one, where it lies, and why. */
final class RemovalMessagesOnMachineTest {
  private static final Map<String, String> PLAIN = context("mode", "hostPath", "enforce", "none");
  private static final Map<String, String> IMAGE = context("mode", "hostPath", "enforce", "image");

  @RegisterExtension private final LocalScene scene = new LocalScene();

  @Test
  void whileItIsMounted() throws IOException {
    scene.node().nodePublishVolume(publish(scene.target(), PLAIN).build());

    refused("still mounted at " + scene.target());
  }

  @Test
  void whereSomethingElseStandsInItsPlace() throws IOException {
    used(PLAIN);
    Files.move(scene.directory(), scene.sandbox().folder().resolve("elsewhere"));
    Files.createSymbolicLink(scene.directory(), scene.sandbox().folder().resolve("elsewhere"));

    refused("a symbolic link or a file stands in place of its directory");
  }

  @Test
  void whileAProgramHasItsImageOpen() throws IOException {
    scene.node().nodePublishVolume(publish(scene.target(), IMAGE).build());
    Path file = Files.writeString(scene.directory().resolve("file"), "x");
    try (FileChannel _ = FileChannel.open(file, StandardOpenOption.READ)) {
      scene.node().nodeUnpublishVolume(unpublish(scene.target()));

      refused(scene.directory() + " is still in use");
    }
  }

  @Test
  void whereAFileInItIsImmutableAlsoAfterwards() throws IOException {
    used(PLAIN);
    Path file = Files.createFile(scene.directory().resolve("fixed"));
    Shell.run("chattr", "+i", file.toString());

    refused("fixed: Operation not permitted");
    assertThat(scene.volumes().finishRemovals())
        .singleElement()
        .asString()
        .contains(ID.value())
        .contains(".trash of root default at " + scene.sandbox().root())
        .contains("fixed: Operation not permitted");
  }

  private void used(Map<String, String> context) {
    scene.node().nodePublishVolume(publish(scene.target(), context).build());
    scene.node().nodeUnpublishVolume(unpublish(scene.target()));
  }

  private void refused(String why) {
    assertThatThrownBy(() -> scene.volumes().remove(ID))
        .hasMessageContaining("volume " + ID + " at " + scene.directory() + " is not removed: ")
        .hasMessageContaining(why);
  }
}
