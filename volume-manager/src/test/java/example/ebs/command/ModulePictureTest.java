package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The picture in docs/ARCHITECTURE.md, drawn by {@code src/build/java/ModulePicture.java}. */
final class ModulePictureTest {
  @Test
  void thePictureInTheArchitectureIsThatOfTheCode() throws Exception {
    assertThat(complaint()).isEmpty();
  }

  private static String complaint() throws IOException, InterruptedException {
    Path root = Repository.root();
    ProcessBuilder drawing =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            root.resolve("volume-manager/src/build/java/ModulePicture.java").toString(),
            "--check");
    Process process = drawing.directory(root.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : said;
  }
}
