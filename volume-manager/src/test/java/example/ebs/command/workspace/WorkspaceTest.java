package example.ebs.command.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkspaceTest {
  /** A kind of its own, so that tests side by side do not sweep each other's. */
  private final String kind = "test-" + UUID.randomUUID();

  @TempDir private Path elsewhere;

  @AfterEach
  void sweep() {
    Workspace.sweep(kind);
  }

  @Test
  void isAFolderThatNobodyElseCanEnter() throws IOException {
    try (Workspace workspace = Workspace.create(kind)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(workspace.folder())))
          .isEqualTo("rwx------");
      assertThat(workspace.clear()).isEmpty();
      assertThat(workspace.folder()).doesNotExist();
    }
  }

  @Test
  void whatAKilledRunLeftIsClearedAwayAndNamed() throws IOException {
    Path killed = abandoned();
    Files.createDirectories(killed.resolve("deep/deeper"));

    assertThat(Workspace.sweep(kind))
        .containsExactly("cleared away what a killed run left in " + killed);
    assertThat(killed).doesNotExist();
  }

  @Test
  void anEmulatorThatCannotStartAgainIsNoObstacleWithoutItsDevices() throws IOException {
    Path killed = abandoned();
    Path state = Files.createDirectory(killed.resolve(Workspace.EMULATOR));
    Files.writeString(state.resolve("state.json"), "cut off");

    assertThat(Workspace.sweep(kind))
        .containsExactly("cleared away what a killed run left in " + killed);
    assertThat(killed).doesNotExist();
  }

  @Test
  void aRunThatStillLivesIsLeftAlone() {
    try (Workspace living = Workspace.create(kind)) {
      assertThat(Workspace.sweep(kind)).isEmpty();
      assertThat(living.folder()).exists();
      assertThat(living.clear()).isEmpty();
    }
  }

  @Test
  void aLinkThatSomebodyPlantedIsNotFollowed() throws IOException {
    Path precious = Files.writeString(elsewhere.resolve("precious"), "data");
    Path link = abandoned().resolveSibling("ebs-" + kind + "-planted");
    Files.createSymbolicLink(link, elsewhere);
    try {
      Workspace.sweep(kind);

      assertThat(precious).exists();
      assertThat(link).isSymbolicLink();
    } finally {
      Files.delete(link);
    }
  }

  @Test
  void aLinkInsideIsDeletedAndNotWhatItPointsTo() throws IOException {
    Path precious = Files.writeString(elsewhere.resolve("precious"), "data");
    Files.createSymbolicLink(abandoned().resolve("link"), elsewhere);

    Workspace.sweep(kind);

    assertThat(precious).exists();
  }

  @Test
  void aFolderThatOthersMayEnterIsNotOurs() throws IOException {
    Path open = abandoned();
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(Workspace.sweep(kind)).isEmpty();
    assertThat(open).exists();
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx------"));
  }

  /** As a killed process leaves its folder: there, and its lock gone. */
  private Path abandoned() {
    try (Workspace workspace = Workspace.create(kind)) {
      return workspace.folder();
    }
  }
}
