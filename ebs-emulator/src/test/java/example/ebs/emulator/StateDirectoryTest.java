package example.ebs.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose directories an emulator takes. */
final class StateDirectoryTest {
  @TempDir Path directory;
  private Path state;

  @BeforeEach
  void make() throws IOException {
    state = Files.createDirectory(directory.resolve("state"), permissions("rwxr-xr-x"));
  }

  private static FileAttribute<?> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  private static EmulatorConfig on(Path path) {
    return EmulatorConfig.defaults(path).withDevices(DeviceKind.NONE);
  }

  @Test
  void oneThatOthersMayReadIsTakenAndItsParentsMayBeLinks() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);

    Emulator.start(on(state)).close();
    Emulator.start(on(link.resolve("state"))).close();
  }

  @Test
  void aLinkIsRefusedWithWhatItLeadsTo() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), state);

    assertThatThrownBy(() -> Emulator.start(on(link)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(link + ", for volumes or devices")
        .hasMessageContaining("is a symbolic link to " + state.toRealPath())
        .hasMessageContaining("--state-dir");
    assertThat(state).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx"})
  void oneThatOthersMayWriteIsRefused(String permissions) throws IOException {
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString(permissions));

    assertThatThrownBy(() -> Emulator.start(on(state)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("can be written by others (" + permissions + ")")
        .hasMessageContaining("chmod 700");
    assertThat(state).isEmptyDirectory();
  }

  @Test
  void oneOfAnotherUserIsRefused() throws IOException {
    assumeRoot();
    Files.setAttribute(state, "unix:uid", 65534);

    assertThatThrownBy(() -> Emulator.start(on(state)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("belongs to the user")
        .hasMessageContaining("chown");
    assertThat(state).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"volumes", "devices"})
  void foldersInItThatAreLinksAreRefused(String name) throws IOException {
    assumeRoot();
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Path theirs = Files.createFile(elsewhere.resolve("vol-01234567.img"));
    Files.createSymbolicLink(state.resolve(name), elsewhere);

    assertThatThrownBy(() -> Emulator.start(EmulatorConfig.defaults(state)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(state.resolve(name) + ", for volumes or devices")
        .hasMessageContaining("is a symbolic link");
    assertThat(theirs).exists();
  }

  /** As an earlier version left it, which did not note the kind of devices. */
  @Test
  void volumesOfDevicesAreNotGoneOnWithWithoutThem() throws IOException {
    Path volumes = Files.createDirectory(state.resolve("volumes"));
    Files.createFile(volumes.resolve("vol-01234567.img"));

    assertThatThrownBy(() -> Emulator.start(on(state)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has volumes that were made with --devices loop");
  }

  private static void assumeRoot() {
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root) {
      System.out.println("skipped: needs root, this is " + System.getProperty("user.name"));
    }
    assumeTrue(root, "needs root");
  }
}
