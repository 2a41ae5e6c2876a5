package example.ebs.linux.path;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.LinuxFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever path is asked for and whatever links are planted, nothing outside is touched. */
final class TargetsProperties {
  private static final String SENTINEL = "untouched";

  @Property(tries = 300)
  void nothingOutsideTheKubeletDirectoryIsEverOpenedMadeOrRemoved(
      @ForAll("paths") List<String> names, @ForAll boolean file) throws IOException {
    Path folder = Files.createTempDirectory("ebs-targets-").toRealPath();
    try {
      Path kubelet = plant(folder);
      String text = kubelet + "/" + String.join("/", names);

      attempt(kubelet, text, file);

      assertThat(folder.resolve("outside")).isDirectoryContaining("glob:**/" + SENTINEL);
      assertThat(folder.resolve("outside").toFile().list()).containsExactly(SENTINEL);
      assertThat(folder.toFile().list()).containsExactlyInAnyOrder("outside", "kubelet");
    } finally {
      delete(folder);
    }
  }

  @Provide
  Arbitrary<List<String>> paths() {
    return Arbitraries.of("dir", "link", "deep", "file", "loop", "up", "..", ".", "new", SENTINEL)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  private static void attempt(Path kubelet, String text, boolean file) {
    Targets targets = new Targets(new LinuxFiles());
    try {
      TargetPath target = new KubeletDirectory(kubelet).parse("target_path", text);
      try (Place place = file ? targets.file(target) : targets.directory(target)) {
        assertThat(place.opened()).isNotEqualTo(place.top());
        assertThat(real(place.opened())).isEqualTo(target.path());
      }
      try (Descriptor parent = targets.parent(target).orElseThrow()) {
        targets.remove(target, parent);
      }
    } catch (Failure.InvalidRequest | Failure.PreconditionFailed refused) {
      assertThat(refused).hasMessageContaining(text);
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  private static Path plant(Path folder) throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.createFile(outside.resolve(SENTINEL));
    Path kubelet = Files.createDirectory(folder.resolve("kubelet"));
    Path deep = Files.createDirectories(kubelet.resolve("dir/deep"));
    for (Path place : List.of(kubelet, kubelet.resolve("dir"), deep)) {
      Files.createSymbolicLink(place.resolve("link"), outside);
      Files.createSymbolicLink(place.resolve("up"), folder);
      Files.createSymbolicLink(place.resolve("loop"), place);
      Files.createFile(place.resolve("file"));
      Files.createSymbolicLink(place.resolve(SENTINEL), outside.resolve(SENTINEL));
    }
    return kubelet;
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, java.io.IOException failed)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
