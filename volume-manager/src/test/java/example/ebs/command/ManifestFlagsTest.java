package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the manifests of module deploy start is understood by the command. Reads what they render
 * to, which module deploy holds against the manifests themselves.
 */
final class ManifestFlagsTest {
  private static final Path ROOT = Repository.root();
  private static final Path RENDERED = ROOT.resolve("deploy/src/test/resources/golden");
  private static final YAMLMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @MethodSource("rendered")
  void everyProcessIsStartedWithFlagsAndValuesThatItsCommandTakes(Path manifests)
      throws IOException {
    List<List<String>> processes = processes(manifests);
    assertThat(processes).isNotEmpty();
    for (List<String> process : processes) {
      assertThatCode(() -> Ebs.command().parseArgs(process.toArray(String[]::new)))
          .as("ebs %s", String.join(" ", process))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void everyFlagOfControllerAndNodeIsExplainedInTheReadme() throws IOException {
    String readme = Files.readString(ROOT.resolve("deploy/README.md"));
    for (Path manifests : rendered()) {
      assertThat(processes(manifests))
          .filteredOn(process -> !process.getFirst().equals("emulator"))
          .flatMap(process -> process.subList(1, process.size()))
          .map(flag -> "`" + flag.replaceFirst("=.*", "") + "`")
          .allSatisfy(flag -> assertThat(readme).contains(flag));
    }
  }

  private static List<Path> rendered() throws IOException {
    try (Stream<Path> files = Files.list(RENDERED)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /** The command line of each container. */
  private static List<List<String>> processes(Path manifests) throws IOException {
    List<List<String>> processes = new ArrayList<>();
    try (var objects = YAML.readerFor(JsonNode.class).<JsonNode>readValues(manifests.toFile())) {
      for (JsonNode object : objects.readAll()) {
        object
            .findParents("args")
            .forEach(container -> processes.add(arguments(container, container.path("args"))));
      }
    }
    return processes;
  }

  private static List<String> arguments(JsonNode container, JsonNode written) {
    List<String> arguments = new ArrayList<>();
    written.forEach(argument -> arguments.add(filledIn(argument.asText(), container.path("env"))));
    return arguments;
  }

  /** With the container's variables in place of {@code $(NAME)}, as Kubernetes does it. */
  private static String filledIn(String argument, JsonNode variables) {
    String result = argument;
    for (JsonNode variable : variables) {
      result =
          result.replace(
              "$(" + variable.path("name").asText() + ")", variable.path("value").asText());
    }
    return result;
  }
}
