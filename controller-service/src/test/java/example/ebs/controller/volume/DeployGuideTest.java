package example.ebs.controller.volume;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.controller.cluster.ClusterTags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the installation guide says of tags is what volumes have. */
final class DeployGuideTest {
  private static final String CLUSTER = "my-cluster";

  /** A test runs in the folder of its module. */
  private static final Path GUIDE = Path.of("../deploy/README.md");

  private static final VolumeTags TAGS =
      new VolumeTags("ebs.example", Optional.of(CLUSTER), Map.of());

  @Test
  void theRightsThatItGivesAreOverTheClustersOwnVolumesAlone() throws IOException {
    String rights = between("```json", "```");
    assertThat(rights)
        .contains("\"aws:ResourceTag/" + ClusterTags.key(CLUSTER) + "\": \"owned\"")
        .contains("\"aws:RequestTag/" + ClusterTags.key(CLUSTER) + "\": \"owned\"");
    List<String> withoutCondition =
        rights
            .lines()
            .filter(line -> line.contains("\"Action\"") && line.contains("Volume\""))
            .filter(line -> line.contains("volume/*") && !line.contains("\"Condition\""))
            .toList();
    assertThat(withoutCondition).isEmpty();
    assertThat(TAGS.of("claim", Map.of())).containsEntry(ClusterTags.key(CLUSTER), "owned");
  }

  @Test
  void anUninstallListsByTheTagsThatMarkThisDriversVolumesOfThisCluster() throws IOException {
    String uninstall = between("## Uninstall", "\n## ");
    TAGS.marks()
        .forEach(
            (key, value) ->
                assertThat(uninstall)
                    .contains(
                        "Name=tag:%s,Values=%s".formatted(key, value).replace(CLUSTER, "$ID")));
  }

  private static String between(String begin, String end) throws IOException {
    String guide = Files.readString(GUIDE);
    int from = guide.indexOf(begin) + begin.length();
    return guide.substring(from, guide.indexOf(end, from));
  }
}
