package example.ebs.local.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LocalRootsTest {
  private static final Path FOLDER = Path.of("/var/lib/ebs.example");
  private static final String FILE =
      """
      {"roots": [{"name": "default", "path": "/var/lib/ebs.example/hostpath"}],
       "nodes": {"node-b": {"roots": [{"name": "fast", "path": "/mnt/nvme", "weight": 3},
                                      {"name": "slow", "path": "/mnt/disk"}]}},
       "existing": ["/srv/data"]}
      """;
  private static final LocalRoot FAST =
      new LocalRoot(new RootName("fast"), Path.of("/mnt/nvme"), 3);
  private static final LocalRoot SLOW =
      new LocalRoot(new RootName("slow"), Path.of("/mnt/disk"), 1);

  @TempDir private Path folder;

  @Test
  void withoutAFileThereIsOneRootAndNothingMayBeWrapped() {
    LocalRoots roots = LocalRoots.standard(FOLDER);

    assertThat(roots.of("any"))
        .containsExactly(
            new LocalRoot(new RootName("default"), Path.of("/var/lib/ebs.example/hostpath"), 1));
    assertThat(roots.mayWrap(Path.of("/srv"))).isFalse();
  }

  @Test
  void aNodeMayHaveRootsOfItsOwn() {
    LocalRoots roots = LocalRoots.parse(FILE, FOLDER);

    assertThat(roots.of("node-b")).containsExactly(FAST, SLOW);
    assertThat(roots.of("node-a")).isEqualTo(LocalRoots.standard(FOLDER).general());
  }

  @Test
  void volumesThatPodsDeclareMayBeBounded() {
    InlineBounds bounds =
        LocalRoots.parse("{\"inline\": {\"sizeLimit\": \"1Gi\", \"maxSize\": \"10Gi\"}}", FOLDER)
            .inline();

    assertThat(bounds.standard()).contains(VolumeSize.ofGibibytes(1));
    assertThat(bounds.granted(VolumeSize.ofGibibytes(10))).isEqualTo(VolumeSize.ofGibibytes(10));
    assertThatThrownBy(() -> bounds.granted(new VolumeSize((10L << 30) + 1)))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining("10 GiB");
  }

  @Test
  void aBoundIsAlsoThatOfVolumesThatNameNoSizeAndWithoutOneTheyHaveNone() {
    assertThat(LocalRoots.parse("{\"inline\": {\"maxSize\": \"2Gi\"}}", FOLDER).inline().standard())
        .contains(VolumeSize.ofGibibytes(2));
    assertThat(LocalRoots.parse(FILE, FOLDER).inline()).isEqualTo(InlineBounds.NONE);
    assertThat(InlineBounds.NONE.standard()).isEmpty();
  }

  @Test
  void aClassChoosesAmongTheRootsOfTheNode() {
    LocalRoots roots = LocalRoots.parse(FILE, FOLDER);

    assertThat(roots.chosen("node-b", List.of())).containsExactly(FAST, SLOW);
    assertThat(roots.chosen("node-b", List.of(new RootName("slow")))).containsExactly(SLOW);
    assertThatThrownBy(() -> roots.chosen("node-a", List.of(new RootName("slow"))))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining("no root \"slow\" on node node-a, whose roots are [default]");
  }

  @Test
  void whatLiesBeneathAnAllowedPrefixMayBeWrapped() {
    LocalRoots roots = LocalRoots.parse(FILE, FOLDER);

    assertThat(roots.mayWrap(Path.of("/srv/data"))).isTrue();
    assertThat(roots.mayWrap(Path.of("/srv/data/deep"))).isTrue();
    assertThat(roots.mayWrap(Path.of("/srv/database"))).isFalse();
    assertThat(roots.mayWrap(Path.of("/srv"))).isFalse();
  }

  @Test
  void aFileThatNamesNoRootsLeavesTheOneThereIs() {
    assertThat(LocalRoots.parse("{}", Path.of("/x")).of("any"))
        .isEqualTo(LocalRoots.standard(Path.of("/x")).general());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|the whole must be an object",
        "[]|the whole must be an object",
        "{\"fast\": []}|unknown key /fast; the known ones are existing, inline, nodes, roots",
        "{\"inline\": {\"maxSize\": 5}}|/inline/maxSize must be a text",
        "{\"inline\": {\"maxSize\": \"big\"}}|/inline/maxSize must be a size such as",
        "{\"inline\": {\"maxSize\": \"1Gi\", \"sizeLimit\": \"2Gi\"}}|at most maxSize",
        "{\"inline\": {\"size\": \"1Gi\"}}|unknown key /inline/size",
        "{\"root\": []}|unknown key /root; the nearest known one is \"roots\"",
        "{\"roots\": []}|must be at least one root",
        "{\"roots\": {}}|/roots must be a list",
        "{\"roots\": [{\"name\": \"a\"}]}|must be a root with a name and a path",
        "{\"roots\": [{\"name\": \"A\"}]}|/roots/0/name must be a name",
        "{\"roots\": [{\"path\": \"a\"}]}|/roots/0/path must be an absolute path",
        "{\"roots\": [{\"path\": \"/\"}]}|/roots/0/path must be an absolute path",
        "{\"roots\": [{\"path\": \"/a/../b\"}]}|/roots/0/path must be an absolute path",
        "{\"roots\": [{\"weight\": 0}]}|/roots/0/weight must be a whole number from 1",
        "{\"roots\": [{\"weight\": \"1\"}]}|/roots/0/weight must be a whole number from 1",
        "{\"existing\": [\"srv\"]}|/existing/0 must be an absolute path",
        "{\"existing\": [null]}|/existing/0 must be a text",
        "{\"nodes\": {\"b\": {\"existing\": []}}}|unknown key /nodes/b/existing",
        "{\"existing\": [], \"existing\": []}|Duplicate field",
        "{\"existing\": []} {}|the whole must be nothing after the end",
        "{\"existing\": [|not JSON",
        "{\"roots\":[{\"name\":\"a\",\"path\":\"/a\"},{\"name\":\"a\",\"path\":\"/b\"}]}|two roots are named \"a\"",
        "{\"roots\":[{\"name\":\"a\",\"path\":\"/a\"},{\"name\":\"b\",\"path\":\"/a/b\"}]}|must not be inside one another",
        "{\"roots\":[{\"name\":\"a\",\"path\":\"/a\"},{\"name\":\"b\",\"path\":\"/a\"}]}|must not be inside one another"
      })
  void whatIsWrongIsToldByItsPlace(String json, String message) {
    assertThatThrownBy(() -> LocalRoots.parse(json, FOLDER))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining(message);
  }

  @Property
  void anyOtherTextIsRefusedAndNeverMore(@ForAll String text) {
    assertThatThrownBy(() -> LocalRoots.parse(text, FOLDER))
        .isInstanceOf(Failure.InvalidRequest.class);
  }

  @Test
  void aFileIsReadAndNamedInWhatIsWrongWithIt() throws IOException {
    Path good = Files.writeString(folder.resolve("roots.json"), FILE);
    Path wrong = Files.writeString(folder.resolve("wrong.json"), "{\"x\": 1}");

    assertThat(LocalRoots.read(good, FOLDER)).isEqualTo(LocalRoots.parse(FILE, FOLDER));
    assertThatThrownBy(() -> LocalRoots.read(wrong, FOLDER))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageStartingWith(wrong + ": unknown key /x");
    assertThatThrownBy(() -> LocalRoots.read(folder.resolve("none"), FOLDER))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining("cannot be read");
  }
}
