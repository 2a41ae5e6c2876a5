package example.ebs.local;

import static example.ebs.local.LocalRequests.DIRECTORY;
import static example.ebs.local.LocalRequests.ID;
import static example.ebs.local.LocalRequests.context;
import static example.ebs.local.LocalRequests.publish;
import static example.ebs.local.LocalRequests.unpublish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.Shell;
import example.ebs.csi.failure.Failure;
import example.ebs.local.volume.VolumeHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service does not do, and what it says then. */
final class LocalRefusalsOnMachineTest {
  private static final Map<String, String> PLAIN = context("mode", "hostPath", "enforce", "none");

  @RegisterExtension private final LocalScene scene = new LocalScene();

  @Test
  void aDirectoryThatIsNoVolumeIsNeverTakenForOne() throws IOException {
    Path foreign = Files.createDirectories(scene.sandbox().root().resolve(DIRECTORY));
    Files.writeString(foreign.resolve("file"), "somebody's");

    scene.refused(PLAIN, "ALREADY_EXISTS", "something has that name already");
    scene.sandbox().start().volumes().remove(ID);

    assertThat(foreign.resolve("file")).hasContent("somebody's");
  }

  @Test
  void aSymbolicLinkInPlaceOfADirectoryIsNotFollowed() throws IOException {
    Path outside = Files.createDirectory(scene.sandbox().folder().resolve("outside"));
    Files.writeString(outside.resolve("file"), "untouched");
    publishAndUnpublish();
    Files.delete(scene.directory());
    Files.createSymbolicLink(scene.directory(), outside);

    scene.refused(PLAIN, "INVALID_ARGUMENT", "symbolic link");
    notRemoved("a symbolic link or a file stands in place of its directory");

    assertThat(outside.resolve("file")).hasContent("untouched");
    Files.delete(scene.directory());
    scene.sandbox().start().volumes().remove(ID);
    assertThat(scene.sandbox().root().resolve(".records")).isEmptyDirectory();
    assertThat(outside.resolve("file")).hasContent("untouched");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "image"})
  void aVolumeThatWasMovedAsideIsNotForgottenAndIsRemovedOnceItIsBack(String enforce)
      throws IOException {
    Map<String, String> context = context("mode", "hostPath", "enforce", enforce);
    scene.sandbox().start().node().nodePublishVolume(publish(scene.target(), context).build());
    scene.sandbox().start().node().nodeUnpublishVolume(unpublish(scene.target()));
    Path aside = scene.sandbox().folder().resolve("aside");
    Files.move(scene.directory(), aside);
    Files.createFile(scene.directory());

    notRemoved("Move the directory back");

    assertThat(aside).exists();
    Files.delete(scene.directory());
    Files.move(aside, scene.directory());
    scene.sandbox().start().volumes().remove(ID);
    assertThat(scene.directory()).doesNotExist();
    assertThat(scene.sandbox().root().resolve(".records")).isEmptyDirectory();
  }

  @Test
  void aPodEndsAlthoughALinkStandsInPlaceOfItsVolumeWhichIsRemovedLater() throws IOException {
    Map<String, String> emptied = context("mode", "emptyDir", "enforce", "none");
    LocalSandbox.Started process = scene.sandbox().start();
    process.node().nodePublishVolume(publish(scene.target(), emptied).build());
    Path aside = scene.sandbox().folder().resolve("aside");
    Files.move(scene.directory(), aside);
    Files.createSymbolicLink(scene.directory(), aside);

    process.node().nodeUnpublishVolume(unpublish(scene.target()));

    assertThat(scene.target()).doesNotExist();
    assertThat(process.volumes().finishRemovals()).hasSize(1);
    Files.delete(scene.directory());
    Files.move(aside, scene.directory());
    assertThat(process.volumes().finishRemovals()).isEmpty();
    assertThat(scene.directory()).doesNotExist();
  }

  @Test
  void linksInAVolumeAreRemovedAndNotFollowed() throws IOException {
    Path outside = Files.createDirectory(scene.sandbox().folder().resolve("outside"));
    Files.writeString(outside.resolve("file"), "untouched");
    scene.sandbox().start().node().nodePublishVolume(publish(scene.target(), PLAIN).build());
    Files.createSymbolicLink(scene.target().resolve("link"), outside);
    Shell.run(
        "sh",
        "-c",
        "cd "
            + scene.target()
            + " && mkdir -p \"$(printf 'a/\\377/b')\" && touch \"$(printf 'a/\\377/\\n')\"");
    scene.sandbox().start().node().nodeUnpublishVolume(unpublish(scene.target()));

    scene.sandbox().start().volumes().remove(ID);

    assertThat(outside.resolve("file")).hasContent("untouched");
    assertThat(LocalVolumesOnMachineTest.leftIn(scene.sandbox().root())).isEmpty();
  }

  @Test
  void aMountInAVolumeKeepsItAndIsNeverEntered() throws IOException {
    publishAndUnpublish();
    Path outside = Files.createDirectory(scene.sandbox().folder().resolve("outside"));
    Files.writeString(outside.resolve("file"), "untouched");
    Path inside =
        Files.createDirectory(scene.sandbox().root().resolve(DIRECTORY).resolve("inside"));
    Shell.run("mount", "--bind", outside.toString(), inside.toString());

    assertThatThrownBy(() -> scene.sandbox().start().volumes().remove(ID))
        .hasMessageContaining(inside.toString());

    assertThat(outside.resolve("file")).hasContent("untouched");
  }

  @Test
  void aDirectoryThatWasUsedAndIsGoneIsNotMadeAnew() throws IOException {
    publishAndUnpublish();
    Files.delete(scene.sandbox().root().resolve(DIRECTORY));

    scene.refused(PLAIN, "FAILED_PRECONDITION", "put it back, or mount its disk");
  }

  @Test
  void aVolumeThatWasLostWithItsNodeIsNotMadeAnewWithoutAWord() throws IOException {
    LocalSandbox.Started process =
        scene.sandbox().start(_ -> Optional.of(new VolumeHistory.Trace("a note", "forget it")));

    assertThatThrownBy(
            () -> process.node().nodePublishVolume(publish(scene.target(), PLAIN).build()))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("was made on this node before (a note)")
        .hasMessageContaining("`forget it` has it made anew, empty");
    assertThat(scene.sandbox().root().resolve(DIRECTORY)).doesNotExist();
    Map<String, String> emptied = context("mode", "emptyDir", "enforce", "none");
    process.node().nodePublishVolume(publish(scene.target(), emptied).build());
    assertThat(scene.target()).isEmptyDirectory();
  }

  @Test
  void aVolumeThatIsThereNeedsNoHistory() throws IOException {
    publishAndUnpublish();
    LocalSandbox.Started process =
        scene
            .sandbox()
            .start(
                _ -> {
                  throw new Failure.Unavailable("nobody knows");
                });

    process.node().nodePublishVolume(publish(scene.target(), PLAIN).build());

    assertThat(scene.target()).isEmptyDirectory();
  }

  @Test
  void aRootWhoseDiskIsNotMountedIsNotTakenForANewOne() throws IOException {
    Path disk = Files.createDirectory(scene.sandbox().folder().resolve("disk"));
    scene.sandbox().allow("{\"roots\":[{\"name\":\"disk\",\"path\":\"FOLDER/disk\"}]}");
    Shell.run("mount", "-t", "tmpfs", "tmpfs", disk.toString());
    publishAndUnpublish();
    Shell.run("umount", disk.toString());

    scene.refused(PLAIN, "FAILED_PRECONDITION", "mount its disk");

    assertThat(disk).isEmptyDirectory();
  }

  @Test
  void aRootThatIsReadOnlyOrFullSaysSo() throws IOException {
    Path disk = Files.createDirectory(scene.sandbox().folder().resolve("disk"));
    scene.sandbox().allow("{\"roots\":[{\"name\":\"disk\",\"path\":\"FOLDER/disk\"}]}");
    Shell.run("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", disk.toString());
    scene.refused(PLAIN, "FAILED_PRECONDITION", "mount that filesystem writable");
    Shell.run("umount", disk.toString());
    Shell.run("mount", "-t", "tmpfs", "-o", "size=1M", "tmpfs", disk.toString());

    scene.refused(PLAIN, "RESOURCE_EXHAUSTED", "needs 32 MiB free, and root disk at ");
  }

  @ParameterizedTest
  @CsvSource({
    "ext4, 16777215, 16 MiB",
    "ext4, 1048576, 16 MiB",
    "xfs, 33554432, 301 MiB",
    "xfs, 314572799, take ext4"
  })
  void anImageIsNeverLargerThanWasAskedFor(String filesystem, String bytes, String message)
      throws IOException {
    Map<String, String> context = new HashMap<>(context("mode", "hostPath", "enforce", "image"));
    context.put("size", bytes);
    var request = publish(scene.target(), context);
    request.getVolumeCapabilityBuilder().getMountBuilder().setFsType(filesystem);
    LocalSandbox.Started process = scene.sandbox().start();

    assertThatThrownBy(() -> process.node().nodePublishVolume(request.build()))
        .hasMessageContaining("OUT_OF_RANGE")
        .hasMessageContaining(message)
        .hasMessageContaining("enforce: none");

    assertThat(LocalVolumesOnMachineTest.leftIn(scene.sandbox().root())).isEmpty();
    assertThat(scene.sandbox().root().resolve(".records")).isEmptyDirectory();
  }

  @Test
  void aRootThatTheNodeDoesNotHaveIsNamed() throws IOException {
    scene.refused(
        context("mode", "hostPath", "roots", "fast"),
        "INVALID_ARGUMENT",
        "no root \"fast\" on node node-a, whose roots are [default]");
  }

  @Test
  void aRootIsCalledWhatItsAdministratorCallsIt() throws IOException {
    scene.sandbox().allow("{\"roots\":[{\"name\":\"slow\",\"path\":\"FOLDER/none\"}]}");

    Path none = scene.sandbox().folder().resolve("none");
    scene.refused(
        PLAIN,
        "FAILED_PRECONDITION",
        "root slow at %s cannot be opened: %s: no such file or directory; make the folder"
            .formatted(none, none));
  }

  @Test
  void aVolumeInARootThatLeftTheListIsNeitherMadeAnewNorForgotten() throws IOException {
    scene.sandbox().allow("{\"roots\":[{\"name\":\"old\",\"path\":\"FOLDER/own/hostpath\"}]}");
    publishAndUnpublish();
    scene.sandbox().allow("{\"roots\":[{\"name\":\"new\",\"path\":\"FOLDER/own/new\"}]}");

    scene.refused(PLAIN, "FAILED_PRECONDITION", "root-old");
    assertThatThrownBy(() -> scene.sandbox().start().volumes().remove(ID))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("put it back there");
    assertThat(scene.sandbox().root().resolve(DIRECTORY)).exists();
  }

  @Test
  void aRootThatMovedIsNotTakenForANewOne() throws IOException {
    publishAndUnpublish();
    scene.sandbox().allow("{\"roots\":[{\"name\":\"default\",\"path\":\"FOLDER/own/elsewhere\"}]}");

    scene.refused(PLAIN, "FAILED_PRECONDITION", "was at " + scene.sandbox().root() + " before");
  }

  private void notRemoved(String message) throws IOException {
    LocalVolumes volumes = scene.sandbox().start().volumes();
    assertThatThrownBy(() -> volumes.remove(ID))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining(message);
    assertThat(scene.sandbox().root().resolve(".records").resolve(ID.value())).exists();
  }

  private void publishAndUnpublish() throws IOException {
    scene.sandbox().start().node().nodePublishVolume(publish(scene.target(), PLAIN).build());
    scene.sandbox().start().node().nodeUnpublishVolume(unpublish(scene.target()));
  }
}
