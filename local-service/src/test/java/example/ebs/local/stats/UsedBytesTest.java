package example.ebs.local.stats;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.linux.system.DeepFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a directory holds, while it is used. */
final class UsedBytesTest {
  @TempDir private Path folder;

  @Test
  void ofFoldersDeeperThanMayBeOpenNothingIsSaid() throws IOException {
    Path deep = folder;
    for (int level = 0; level < 40; level++) {
      deep = deep.resolve("d");
    }
    Files.write(Files.createDirectories(deep).resolve("file"), new byte[1000]);
    int deeper = 0;
    while (DeepFolders.ofProcess().enters(40)) {
      deeper++;
    }
    try {
      assertThat(UsedBytes.of(folder)).isEmpty();
    } finally {
      for (int level = 0; level < deeper; level++) {
        DeepFolders.ofProcess().leave(40);
      }
    }
    assertThat(UsedBytes.of(folder)).hasValue(1000);
  }

  @Test
  void filesCountByTheirLengthAndLinksForNothing() throws IOException {
    Files.write(Files.createDirectories(folder.resolve("a/b")).resolve("file"), new byte[1000]);
    Files.createSymbolicLink(folder.resolve("link"), Path.of("/"));

    assertThat(UsedBytes.of(folder)).hasValue(1000);
  }

  @Test
  void ofADirectoryThatIsGoneNothingIsSaid() {
    assertThat(UsedBytes.of(folder.resolve("gone"))).isEqualTo(OptionalLong.empty());
  }

  @Test
  void nothingThatChangesMeanwhileFailsIt() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Thread workload = Thread.ofPlatform().start(() -> change(folder.resolve("it"), done));
    try {
      for (int time = 0; time < 2000; time++) {
        OptionalLong used = UsedBytes.of(folder);
        assertThat(used.orElse(0)).isBetween(0L, 1L);
      }
    } finally {
      done.set(true);
      workload.join();
    }
  }

  /** One name, in turn a file, a folder with a file in it, a link, and nothing. */
  private static void change(Path path, AtomicBoolean done) {
    try {
      while (!done.get()) {
        Files.write(path, new byte[1]);
        Files.delete(path);
        Files.createDirectory(path);
        Files.write(path.resolve("file"), new byte[1]);
        Files.delete(path.resolve("file"));
        Files.delete(path);
        Files.createSymbolicLink(path, Path.of("/"));
        Files.delete(path);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
