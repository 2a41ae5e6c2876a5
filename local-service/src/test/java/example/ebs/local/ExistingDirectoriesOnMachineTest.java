package example.ebs.local;

import static example.ebs.local.LocalRequests.ID;
import static example.ebs.local.LocalRequests.context;
import static example.ebs.local.LocalRequests.publish;
import static example.ebs.local.LocalRequests.unpublish;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which directories of somebody else's a pod may see, by whatever name or mount. */
final class ExistingDirectoriesOnMachineTest {
  @RegisterExtension private final LocalScene scene = new LocalScene();

  @Test
  void anExistingDirectoryIsShownAndNeverChangedOrDeleted() throws IOException {
    Path data = Files.createDirectories(scene.sandbox().folder().resolve("srv/data/set"));
    Files.writeString(data.resolve("file"), "theirs");
    scene.sandbox().allow("{\"existing\":[\"FOLDER/srv/data\"]}");
    var context = context("mode", "hostPath", "path", data.toString(), "readOnly", "true");
    var request = publish(scene.target(), context);
    request.getVolumeCapabilityBuilder().getMountBuilder().setVolumeMountGroup("3000");

    scene.sandbox().start().node().nodePublishVolume(request.build());

    assertThat(scene.target().resolve("file")).hasContent("theirs");
    assertThat(Shell.result("touch", scene.target() + "/x").output()).contains("Read-only");
    scene.sandbox().start().node().nodeUnpublishVolume(unpublish(scene.target()));
    scene.sandbox().start().volumes().remove(ID);
    assertThat(data.resolve("file")).hasContent("theirs");
    assertThat(Shell.run("stat", "-c", "%g", data.toString())).isEqualTo("0");
  }

  @Test
  void onlyWhatTheAdministratorAllowsIsShown() throws IOException {
    Path data = Files.createDirectories(scene.sandbox().folder().resolve("srv/data"));
    Files.createSymbolicLink(data.resolve("out"), Path.of("/etc"));
    scene
        .sandbox()
        .allow("{\"existing\":[\"FOLDER/srv\", \"FOLDER/own\", \"FOLDER/kubelet\", \"FOLDER\"]}");
    existing(data.resolve("out"), "INVALID_ARGUMENT", "symbolic link");
    existing(data.resolve("out/ssl"), "INVALID_ARGUMENT", "symbolic link");
    existing(data.resolve("none"), "FAILED_PRECONDITION", "not there on this node");
    existing(scene.sandbox().root(), "FAILED_PRECONDITION", "volumes of others lie");
    existing(scene.sandbox().kubelet(), "FAILED_PRECONDITION", "volumes of others lie");
    existing(scene.sandbox().folder(), "FAILED_PRECONDITION", "volumes of others lie");
    existing(
        scene.sandbox().folder().resolve("own"), "FAILED_PRECONDITION", "volumes of others lie");
    existing(
        scene.sandbox().folder().resolve("own/emptydir/x"),
        "FAILED_PRECONDITION",
        "volumes of others lie");
    existing(Path.of("/etc"), "FAILED_PRECONDITION", "only beneath");
  }

  private void existing(Path path, String code, String message) throws IOException {
    scene.refused(context("mode", "hostPath", "path", path.toString()), code, message);
  }

  @Test
  void aPrefixThatTheAdministratorMadeALinkIsWhereItLeadsTo() throws IOException {
    Path data = Files.createDirectories(scene.sandbox().folder().resolve("mnt/disk/set"));
    Files.writeString(data.resolve("file"), "theirs");
    Files.createSymbolicLink(
        scene.sandbox().folder().resolve("srv"), scene.sandbox().folder().resolve("mnt/disk"));
    scene.sandbox().allow("{\"existing\":[\"FOLDER/srv\"]}");
    var context =
        context("mode", "hostPath", "path", scene.sandbox().folder().resolve("srv/set").toString());

    scene.sandbox().start().node().nodePublishVolume(publish(scene.target(), context).build());
    scene.sandbox().start().node().nodePublishVolume(publish(scene.target(), context).build());

    assertThat(scene.target().resolve("file")).hasContent("theirs");
  }

  @Test
  void aRootThatIsALinkIsGuardedWhereItLies() throws IOException {
    Path disk = Files.createDirectories(scene.sandbox().folder().resolve("mnt/disk"));
    Files.createSymbolicLink(scene.sandbox().folder().resolve("volumes"), disk);
    scene
        .sandbox()
        .allow(
            "{\"existing\":[\"FOLDER/mnt\"],\"roots\":[{\"name\":\"disk\",\"path\":\"FOLDER/volumes\"}]}");

    existing(disk, "FAILED_PRECONDITION", "volumes of others lie");
    existing(
        scene.sandbox().folder().resolve("mnt"), "FAILED_PRECONDITION", "volumes of others lie");
  }

  @Test
  void aPrefixThatLeadsIntoARootShowsNothingOfIt() throws IOException {
    Path volume = Files.createDirectories(scene.sandbox().root().resolve("other-volume"));
    Files.createSymbolicLink(scene.sandbox().folder().resolve("srv"), scene.sandbox().root());
    scene.sandbox().allow("{\"existing\":[\"FOLDER/srv\"]}");

    existing(
        scene.sandbox().folder().resolve("srv").resolve(volume.getFileName()),
        "FAILED_PRECONDITION",
        "volumes of others lie");
    existing(
        scene.sandbox().folder().resolve("srv"), "FAILED_PRECONDITION", "volumes of others lie");
  }

  @Test
  void aRootThatIsMountedElsewhereAsWellIsRefusedThereToo() throws IOException {
    Files.createDirectories(scene.sandbox().root().resolve("other-volume"));
    Path alias = Files.createDirectories(scene.sandbox().folder().resolve("srv/alias"));
    scene.sandbox().allow("{\"existing\":[\"FOLDER/srv\"]}");
    Shell.run("mount", "--bind", scene.sandbox().own().toString(), alias.toString());

    existing(alias, "FAILED_PRECONDITION", "volumes of others lie");
    existing(alias.resolve("hostpath"), "FAILED_PRECONDITION", "volumes of others lie");
    existing(
        alias.resolve("hostpath/other-volume"), "FAILED_PRECONDITION", "volumes of others lie");
  }
}
