package example.ebs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples can be applied as they are, in any namespace. */
final class ExamplesTest {
  private static final Path FOLDER = Installation.MODULE.resolve("kubernetes/examples");

  @Test
  void everyScenarioHasAnExample() {
    assertThat(files().map(file -> FOLDER.relativize(file).toString().replaceFirst("-.*", "")))
        .contains("s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s13");
  }

  @Test
  void everyExampleBeginsWithWhatItShows() {
    assertThat(files()).allMatch(file -> Manifests.text(file).startsWith("# "));
  }

  @Test
  void everyClassThatIsNamedIsInstalledOrInTheSameFile() {
    assertThat(files()).allSatisfy(file -> assertClassesAreThere(file, "aws"));
  }

  @Test
  void everyExampleOfLocalVolumesCanBeAppliedWhereThereIsNoCloud() {
    assertThat(files().filter(file -> FOLDER.relativize(file).toString().matches("s[78]-.*")))
        .hasSizeGreaterThan(8)
        .allSatisfy(file -> assertClassesAreThere(file, "local"));
  }

  /** Installed, or in the same file. */
  private static void assertClassesAreThere(Path file, String installation) {
    List<JsonNode> objects = Manifests.read(file);
    assertThat(
            Stream.concat(objects.stream(), Installation.named(installation).objects().stream())
                .filter(object -> object.path("kind").asText().equals("StorageClass"))
                .map(Manifests::name))
        .containsAll(objects.stream().flatMap(ExamplesTest::classes).toList());
  }

  @Test
  void everyClassAndVolumeIsOfOurDriver() {
    assertThat(ofKind("StorageClass").map(object -> object.path("provisioner").asText()))
        .isNotEmpty()
        .containsOnly("ebs.example");
    assertThat(ofKind("PersistentVolume").map(object -> object.at("/spec/csi/driver").asText()))
        .isNotEmpty()
        .containsOnly("ebs.example");
  }

  @Test
  void everyVolumeThatAPodDeclaresIsOfTheDriverOfLocalVolumes() {
    assertThat(
            ofKind("Pod")
                .flatMap(pod -> Manifests.elements(pod.at("/spec/volumes")))
                .filter(volume -> volume.has("csi"))
                .map(volume -> volume.at("/csi/driver").asText()))
        .isNotEmpty()
        .containsOnly("local.ebs.example");
  }

  @Test
  void everyClaimThatAPodNamesIsInTheExamples() {
    assertThat(objects().flatMap(object -> object.findValuesAsText("claimName").stream()))
        .isNotEmpty()
        .isSubsetOf(names(objects(), "PersistentVolumeClaim"));
  }

  @Test
  void everyVolumeThatAClaimNamesIsInTheExamples() {
    assertThat(ofKind("PersistentVolumeClaim").map(claim -> claim.at("/spec/volumeName").asText()))
        .filteredOn(name -> !name.isEmpty())
        .isNotEmpty()
        .isSubsetOf(names(objects(), "PersistentVolume"));
  }

  @Test
  void allPodsRunOneImage() {
    assertThat(objects().flatMap(object -> object.findValuesAsText("image").stream()))
        .isNotEmpty()
        .containsOnly("busybox:1.37");
  }

  @Test
  void noExampleChoosesItsNamespace() {
    assertThat(objects()).noneMatch(object -> object.path("metadata").has("namespace"));
  }

  @Test
  void noTwoExamplesHaveAnObjectOfOneName() {
    assertThat(objects().map(object -> object.path("kind").asText() + " " + Manifests.name(object)))
        .doesNotHaveDuplicates();
  }

  private static Stream<String> classes(JsonNode object) {
    return object.findValuesAsText("storageClassName").stream().filter(name -> !name.isEmpty());
  }

  private static Set<String> names(Stream<JsonNode> objects, String kind) {
    return objects
        .filter(object -> object.path("kind").asText().equals(kind))
        .map(Manifests::name)
        .collect(Collectors.toSet());
  }

  private static Stream<JsonNode> ofKind(String kind) {
    return objects().filter(object -> object.path("kind").asText().equals(kind));
  }

  private static Stream<JsonNode> objects() {
    return files().flatMap(file -> Manifests.read(file).stream());
  }

  /** All but the kustomization, which has a golden file. */
  private static Stream<Path> files() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.endsWith("kustomization.yaml"))
          .toList()
          .stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
