package example.ebs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A change of a manifest is seen in what it changes for those who apply it. {@code
 * -Dgolden.update=true} writes the golden files anew, to be read before they are committed.
 */
final class GoldenFilesTest {
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#all")
  void everyInstallationRendersToItsGoldenFile(Installation installation)
      throws IOException, InterruptedException {
    Optional<Kustomize> kustomize = Kustomize.installed();
    assumeTrue(
        kustomize.isPresent(), "manifests are not rendered: neither kustomize nor kubectl on PATH");
    String rendered = kustomize.orElseThrow().render(installation.kustomization());
    if (UPDATE) {
      Files.writeString(installation.goldenFile(), rendered);
    }
    assertThat(rendered)
        .as("after a change that is meant to be, run this test with -Dgolden.update=true")
        .isEqualTo(Manifests.text(installation.goldenFile()));
  }

  @Test
  void everyGoldenFileBelongsToAnInstallation() throws IOException {
    try (Stream<Path> files =
        Files.list(Installation.MODULE.resolve("src/test/resources/golden"))) {
      assertThat(files)
          .containsExactlyInAnyOrderElementsOf(
              Installation.all().map(Installation::goldenFile).toList());
    }
  }

  @Test
  void everyOverlayAndEveryComponentIsRenderedInAnInstallation() throws IOException {
    Set<Path> rendered =
        Installation.all()
            .map(Installation::kustomization)
            .flatMap(GoldenFilesTest::withWhatItNames)
            .collect(Collectors.toSet());
    assertThat(rendered).containsAll(folders("overlays")).containsAll(folders("components"));
  }

  private static List<Path> folders(String group) throws IOException {
    try (Stream<Path> folders = Files.list(Installation.MODULE.resolve("kubernetes/" + group))) {
      return folders.toList();
    }
  }

  private static Stream<Path> withWhatItNames(Path kustomization) {
    var file = Manifests.parse(Manifests.text(kustomization.resolve("kustomization.yaml")));
    return Stream.concat(
        Stream.of(kustomization),
        Stream.of("resources", "components")
            .flatMap(list -> Manifests.elements(file.path(list)))
            .map(entry -> kustomization.resolve(entry.asText()).normalize()));
  }
}
