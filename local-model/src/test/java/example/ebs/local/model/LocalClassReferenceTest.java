package example.ebs.local.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page that tells what a class of local volumes may say; see {@link LocalClassParameters}. */
final class LocalClassReferenceTest {
  @Test
  void namesEveryParameter() throws IOException {
    String page = Files.readString(Path.of("../docs/local.md"));
    assertThat(LocalClassParameters.KNOWN).allMatch(key -> page.contains("`" + key + "`"));
  }
}
