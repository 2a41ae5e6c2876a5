package example.ebs.controller.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page that tells what a class of EBS volumes may say; see {@link StorageClassParameters}. */
final class StorageClassReferenceTest {
  @Test
  void namesEveryParameter() throws IOException {
    String page = Files.readString(Path.of("../docs/reference.md"));
    assertThat(ParameterValues.everyKey(StorageClassParameters.KNOWN))
        .allMatch(key -> page.contains("`" + key + "`"));
  }
}
