package example.ebs.node.local;

import static example.ebs.node.local.LocalRequests.DIRECTORY;
import static example.ebs.node.local.LocalRequests.ID;
import static example.ebs.node.local.LocalRequests.context;
import static example.ebs.node.local.LocalRequests.publish;
import static example.ebs.node.local.LocalRequests.unpublish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.node.RootOnly;
import example.ebs.node.Shell;
import example.ebs.node.local.volume.VolumeHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the service does not do, and what it says then. */
final class LocalRefusalsOnMachineTest {
  private static final Map<String, String> PLAIN = context("mode", "hostPath", "enforce", "none");

  private LocalSandbox sandbox;
  private Path target;

  @BeforeEach
  void prepare() throws IOException {
    RootOnly.require();
    sandbox = new LocalSandbox();
    target = sandbox.target(LocalRequests.POD, "data");
  }

  @AfterEach
  void clean() {
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @Test
  void aDirectoryThatIsNoVolumeIsNeverTakenForOne() throws IOException {
    Path foreign = Files.createDirectories(sandbox.root().resolve(DIRECTORY));
    Files.writeString(foreign.resolve("file"), "somebody's");

    refused(PLAIN, "ALREADY_EXISTS", "something has that name already");
    sandbox.start().volumes().remove(ID);

    assertThat(foreign.resolve("file")).hasContent("somebody's");
  }

  @Test
  void aSymbolicLinkInPlaceOfADirectoryIsNotFollowed() throws IOException {
    Path outside = Files.createDirectory(sandbox.folder().resolve("outside"));
    Files.writeString(outside.resolve("file"), "untouched");
    publishAndUnpublish();
    Files.delete(sandbox.root().resolve(DIRECTORY));
    Files.createSymbolicLink(sandbox.root().resolve(DIRECTORY), outside);

    refused(PLAIN, "INVALID_ARGUMENT", "symbolic link");
    sandbox.start().volumes().remove(ID);

    assertThat(outside.resolve("file")).hasContent("untouched");
  }

  @Test
  void linksInAVolumeAreRemovedAndNotFollowed() throws IOException {
    Path outside = Files.createDirectory(sandbox.folder().resolve("outside"));
    Files.writeString(outside.resolve("file"), "untouched");
    sandbox.start().node().nodePublishVolume(publish(target, PLAIN).build());
    Files.createSymbolicLink(target.resolve("link"), outside);
    Shell.run(
        "sh",
        "-c",
        "cd "
            + target
            + " && mkdir -p \"$(printf 'a/\\377/b')\" && touch \"$(printf 'a/\\377/\\n')\"");
    sandbox.start().node().nodeUnpublishVolume(unpublish(target));

    sandbox.start().volumes().remove(ID);

    assertThat(outside.resolve("file")).hasContent("untouched");
    assertThat(LocalVolumesOnMachineTest.leftIn(sandbox.root())).isEmpty();
  }

  @Test
  void aMountInAVolumeKeepsItAndIsNeverEntered() throws IOException {
    publishAndUnpublish();
    Path outside = Files.createDirectory(sandbox.folder().resolve("outside"));
    Files.writeString(outside.resolve("file"), "untouched");
    Path inside = Files.createDirectory(sandbox.root().resolve(DIRECTORY).resolve("inside"));
    Shell.run("mount", "--bind", outside.toString(), inside.toString());

    assertThatThrownBy(() -> sandbox.start().volumes().remove(ID))
        .hasMessageContaining(inside.toString());

    assertThat(outside.resolve("file")).hasContent("untouched");
  }

  @Test
  void aDirectoryThatWasUsedAndIsGoneIsNotMadeAnew() throws IOException {
    publishAndUnpublish();
    Files.delete(sandbox.root().resolve(DIRECTORY));

    refused(PLAIN, "FAILED_PRECONDITION", "put it back, or mount its disk");
  }

  @Test
  void aVolumeThatWasLostWithItsNodeIsNotMadeAnewWithoutAWord() throws IOException {
    LocalSandbox.Started process =
        sandbox.start(_ -> Optional.of(new VolumeHistory.Trace("a note", "forget it")));

    assertThatThrownBy(() -> process.node().nodePublishVolume(publish(target, PLAIN).build()))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("was made on this node before (a note)")
        .hasMessageContaining("`forget it` has it made anew, empty");
    assertThat(sandbox.root().resolve(DIRECTORY)).doesNotExist();
    Map<String, String> emptied = context("mode", "emptyDir", "enforce", "none");
    process.node().nodePublishVolume(publish(target, emptied).build());
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void aVolumeThatIsThereNeedsNoHistory() throws IOException {
    publishAndUnpublish();
    LocalSandbox.Started process =
        sandbox.start(
            _ -> {
              throw new Failure.Unavailable("nobody knows");
            });

    process.node().nodePublishVolume(publish(target, PLAIN).build());

    assertThat(target).isEmptyDirectory();
  }

  @Test
  void aRootWhoseDiskIsNotMountedIsNotTakenForANewOne() throws IOException {
    Path disk = Files.createDirectory(sandbox.folder().resolve("disk"));
    sandbox.allow("{\"roots\":[{\"name\":\"disk\",\"path\":\"FOLDER/disk\"}]}");
    Shell.run("mount", "-t", "tmpfs", "tmpfs", disk.toString());
    publishAndUnpublish();
    Shell.run("umount", disk.toString());

    refused(PLAIN, "FAILED_PRECONDITION", "mount its disk");

    assertThat(disk).isEmptyDirectory();
  }

  @Test
  void aRootThatIsReadOnlyOrFullSaysSo() throws IOException {
    Path disk = Files.createDirectory(sandbox.folder().resolve("disk"));
    sandbox.allow("{\"roots\":[{\"name\":\"disk\",\"path\":\"FOLDER/disk\"}]}");
    Shell.run("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", disk.toString());
    refused(PLAIN, "FAILED_PRECONDITION", "mount that filesystem writable");
    Shell.run("umount", disk.toString());
    Shell.run("mount", "-t", "tmpfs", "-o", "size=1M", "tmpfs", disk.toString());

    refused(PLAIN, "RESOURCE_EXHAUSTED", "/disk has 1048576 bytes free");
  }

  @Test
  void aRootThatTheNodeDoesNotHaveIsNamed() throws IOException {
    refused(
        context("mode", "hostPath", "roots", "fast"),
        "INVALID_ARGUMENT",
        "no root \"fast\" on node node-a, whose roots are [default]");
  }

  @Test
  void aVolumeInARootThatLeftTheListIsNeitherMadeAnewNorForgotten() throws IOException {
    sandbox.allow("{\"roots\":[{\"name\":\"old\",\"path\":\"FOLDER/own/hostpath\"}]}");
    publishAndUnpublish();
    sandbox.allow("{\"roots\":[{\"name\":\"new\",\"path\":\"FOLDER/own/new\"}]}");

    refused(PLAIN, "FAILED_PRECONDITION", "root-old");
    assertThatThrownBy(() -> sandbox.start().volumes().remove(ID))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("put it back there");
    assertThat(sandbox.root().resolve(DIRECTORY)).exists();
  }

  @Test
  void aRootThatMovedIsNotTakenForANewOne() throws IOException {
    publishAndUnpublish();
    sandbox.allow("{\"roots\":[{\"name\":\"default\",\"path\":\"FOLDER/own/elsewhere\"}]}");

    refused(PLAIN, "FAILED_PRECONDITION", "was at " + sandbox.root() + " before");
  }

  private void publishAndUnpublish() throws IOException {
    sandbox.start().node().nodePublishVolume(publish(target, PLAIN).build());
    sandbox.start().node().nodeUnpublishVolume(unpublish(target));
  }

  private void refused(Map<String, String> context, String code, String message)
      throws IOException {
    LocalSandbox.Started process = sandbox.start();
    assertThatThrownBy(() -> process.node().nodePublishVolume(publish(target, context).build()))
        .hasMessageContaining(code)
        .hasMessageContaining(message);
    assertThat(target).doesNotExist();
  }
}
