package example.ebs.local;

import static example.ebs.local.LocalRequests.POD;
import static example.ebs.local.LocalRequests.context;
import static example.ebs.local.LocalRequests.mount;
import static example.ebs.local.LocalRequests.publish;
import static example.ebs.local.LocalRequests.unpublish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.Shell;
import example.ebs.linux.system.DeepFolders;
import example.ebs.proto.csi.NodePublishVolumeRequest;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a pod with an fsGroup finds in a volume that others have used. */
final class GroupOnMachineTest {
  private static final Map<String, String> PLAIN = context("mode", "hostPath", "enforce", "none");

  @RegisterExtension private final LocalScene scene = new LocalScene();
  private Path outside = Path.of("/");

  @BeforeEach
  void prepare() throws IOException {
    outside = Files.writeString(scene.sandbox().folder().resolve("outside"), "of somebody else");
    sh("chmod 600 " + outside);
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"SINGLE_NODE_WRITER", "SINGLE_NODE_SINGLE_WRITER", "MULTI_NODE_MULTI_WRITER"})
  void theGroupOfTheNextPodHasAllThatTheFirstOneWrote(Mode mode) throws IOException {
    var first = publish(scene.target(), shared(mode)).setVolumeCapability(mount(mode));
    scene.node().nodePublishVolume(of(first, 1000));
    sh("cd %s && touch file1 && mkdir subdir && touch subdir/file2".formatted(scene.target()));
    assertThat(groups(scene.target())).isEqualTo("1000");
    scene.node().nodeUnpublishVolume(unpublish(scene.target()));

    var second = publish(scene.second(), shared(mode)).setVolumeCapability(mount(mode));
    scene.node().nodePublishVolume(of(second, 2000));

    assertThat(groups(scene.second())).isEqualTo("2000");
  }

  @Test
  void theGroupMayReadAndWriteEverythingAndEnterEveryFolder() throws IOException {
    written(
        """
        touch plain script suid; mkdir -p a/b; touch a/b/c
        chmod 400 plain; chmod 711 script; chmod 4755 suid; chmod 700 a a/b; chmod 604 a/b/c""");

    scene.node().nodePublishVolume(grouped(2000));

    assertThat(in("stat -c '%n %a' plain script suid a a/b a/b/c").lines())
        .containsExactly("plain 660", "script 771", "suid 4775", "a 2770", "a/b 2770", "a/b/c 664");
    assertThat(groups(scene.target())).isEqualTo("2000");
  }

  @Test
  void whereTheDirectoryIsTheGroupsAlreadyNothingInItIsTouched() throws IOException {
    scene.node().nodePublishVolume(grouped(2000));
    in("touch mine && chgrp 7 mine && chmod 600 mine");
    scene.node().nodeUnpublishVolume(unpublish(scene.target()));

    scene.node().nodePublishVolume(grouped(2000));

    assertThat(in("stat -c '%g %a' mine")).isEqualTo("7 600");
  }

  @Test
  void namesThatAreNoTextAndFoldersWithManyFilesArePassedOverByNothing() throws IOException {
    written("printf 'x' > \"$(printf 'caf\\351')\"; touch -- -n '*'; mkdir many; cd many");
    written("cd many; seq 3000 | xargs touch");

    scene.node().nodePublishVolume(grouped(2000));

    assertThat(groups(scene.target())).isEqualTo("2000");
  }

  @Test
  void noLinkIsFollowedNoMountEnteredAndNoDeviceGivenAway() throws IOException {
    Path others = Files.createDirectory(scene.sandbox().folder().resolve("others"));
    Files.writeString(others.resolve("file"), "x");
    written("ln -s %s link; ln -s /nowhere broken; mkdir sub".formatted(outside));
    written("ln -s %s folder; mknod null c 1 3; mkfifo pipe".formatted(others));
    sh("mount --bind %s %s/sub".formatted(others, scene.directory()));

    scene.node().nodePublishVolume(grouped(2000));

    assertThat(sh("stat -c '%%g %%a' %s %s %s/file".formatted(outside, others, others)).lines())
        .containsExactly("0 600", "0 755", "0 644");
    assertThat(in("stat -c '%n %g' link broken folder null pipe").lines())
        .containsExactly("link 2000", "broken 2000", "folder 2000", "null 0", "pipe 2000");
    sh("umount %s/sub".formatted(scene.directory()));
  }

  @Test
  void aReaderAndAPodThatIsRefusedChangeNothing() throws IOException {
    var exclusive = mount(Mode.SINGLE_NODE_SINGLE_WRITER);
    var first = publish(scene.target(), PLAIN).setVolumeCapability(exclusive);
    scene.node().nodePublishVolume(of(first, 1000));

    var second = publish(scene.second(), PLAIN).setVolumeCapability(exclusive);
    assertThatThrownBy(() -> scene.node().nodePublishVolume(of(second, 2000)))
        .hasMessageContaining("FAILED_PRECONDITION");
    scene.node().nodeUnpublishVolume(unpublish(scene.target()));
    scene.node().nodePublishVolume(of(second.setReadonly(true), 2000));

    assertThat(groups(scene.second())).isEqualTo("1000");
  }

  @Test
  void aRepeatedPublishDoesNotTakeTheVolumeBackFromAnotherPodsGroup() throws IOException {
    scene.node().nodePublishVolume(grouped(1000));
    scene.node().nodePublishVolume(of(publish(scene.second(), PLAIN), 2000));

    scene.node().nodePublishVolume(grouped(1000));

    assertThat(groups(scene.target())).isEqualTo("2000");
  }

  @Test
  void whatIsImmutableKeepsItsGroupAndKeepsNoPodFromStarting() throws IOException {
    written("touch fixed other");
    sh("chattr +i %s/fixed".formatted(scene.directory()));

    scene.node().nodePublishVolume(grouped(2000));

    assertThat(in("stat -c '%n %g' fixed other").lines()).containsExactly("fixed 0", "other 2000");
  }

  @Test
  void foldersThatAreTooDeepAreRefusedAndTheDirectoryStaysUngiven() throws IOException {
    written("for i in $(seq 300); do mkdir d; cd d; done");

    assertThatThrownBy(() -> scene.node().nodePublishVolume(grouped(2000)))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("chgrp -R");

    assertThat(scene.target()).doesNotExist();
    assertThat(sh("stat -c '%g %a' " + scene.directory())).isEqualTo("0 777");
  }

  /** Each level keeps files open, of which a process has only so many. */
  @Test
  void whileOtherWalksAreDeepNoMoreFoldersAreOpenedThanAreUsual() throws IOException {
    written("mkdir -p usual/a/b; for i in $(seq 40); do mkdir d; cd d; done");
    int deeper = 0;
    while (DeepFolders.ofProcess().enters(40)) {
      deeper++;
    }
    try {
      assertThatThrownBy(() -> scene.node().nodePublishVolume(grouped(2000)))
          .hasMessageContaining("ABORTED")
          .hasMessageContaining("ask again");
      sh("rm -r %s/d".formatted(scene.directory()));
      scene.node().nodePublishVolume(grouped(2000));
    } finally {
      for (int level = 0; level < deeper; level++) {
        DeepFolders.ofProcess().leave(40);
      }
    }

    assertThat(groups(scene.target())).isEqualTo("2000");
  }

  @Test
  void aFileThatBecomesALinkWhileItIsLookedAtIsNotFollowed() throws Exception {
    written("mkdir swapped; seq 200 | sed 's,^,swapped/,' | xargs touch");
    Path swapped = scene.directory().resolve("swapped");
    AtomicBoolean over = new AtomicBoolean();
    Thread attacker = Thread.ofPlatform().start(() -> swap(swapped, over));
    for (int group = 2000; group < 2020; group++) {
      scene.node().nodePublishVolume(grouped(group));
      scene.node().nodeUnpublishVolume(unpublish(scene.target()));
    }
    over.set(true);
    attacker.join();

    assertThat(sh("stat -c '%g %a' " + outside)).isEqualTo("0 600");
  }

  private void swap(Path folder, AtomicBoolean over) {
    while (!over.get()) {
      for (int number = 1; number <= 200 && !over.get(); number++) {
        Path name = folder.resolve(Integer.toString(number));
        try {
          Files.delete(name);
          Files.createSymbolicLink(name, outside);
          Files.delete(name);
          Files.createFile(name);
        } catch (IOException unexpected) {
          throw new AssertionError(unexpected);
        }
      }
    }
  }

  /** A pod without a group has written so, as root. */
  private void written(String script) throws IOException {
    Path target = scene.sandbox().target(POD, "writing");
    scene.node().nodePublishVolume(publish(target, PLAIN).build());
    sh("cd " + target + "\n" + script);
    scene.node().nodeUnpublishVolume(unpublish(target));
  }

  private static Map<String, String> shared(Mode mode) {
    return mode == Mode.MULTI_NODE_MULTI_WRITER
        ? context("mode", "hostPath", "enforce", "none", "shared", "true")
        : PLAIN;
  }

  private NodePublishVolumeRequest grouped(int group) {
    return of(publish(scene.target(), PLAIN), group);
  }

  private static NodePublishVolumeRequest of(NodePublishVolumeRequest.Builder request, int group) {
    NodePublishVolumeRequest.Builder copy = request.clone();
    copy.getVolumeCapabilityBuilder()
        .getMountBuilder()
        .setVolumeMountGroup(Integer.toString(group));
    return copy.build();
  }

  /** The groups that anything in the folder has, and it itself. */
  private static String groups(Path folder) {
    return sh("find " + folder + " -printf '%G\\n' | sort -u");
  }

  private String in(String script) {
    return sh("cd " + scene.target() + "\n" + script);
  }

  private static String sh(String script) {
    return Shell.run("sh", "-c", script);
  }
}
