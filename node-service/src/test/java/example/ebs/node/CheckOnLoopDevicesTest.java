package example.ebs.node;

import static example.ebs.node.Requests.mount;
import static example.ebs.node.Requests.stage;
import static example.ebs.node.Requests.unstage;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.Shell;
import example.ebs.linux.LoopVolume;
import example.ebs.linux.RootOnly;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a filesystem knows of its errors is repaired before anybody writes to it. */
final class CheckOnLoopDevicesTest {
  private Sandbox sandbox;
  private Path staging;

  @BeforeEach
  void prepare() throws IOException {
    RootOnly.require();
    sandbox = new Sandbox();
    staging = sandbox.made("staging");
  }

  @AfterEach
  void clean() {
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @Test
  void whatTheKernelGaveUpOnIsCheckedBeforeItIsMounted() throws IOException {
    Path image = sandbox.folder().resolve(Requests.VOLUME + ".img");
    LostPower.into(image, sandbox, "ext4", 64);
    LostPower.recordAbort(image);
    LoopVolume volume = sandbox.attach(Requests.VOLUME, 64);

    sandbox.node().nodeStageVolume(stage(staging, mount("ext4")));

    assertThat(Shell.run("dumpe2fs", "-h", volume.device().toString()))
        .containsPattern("Filesystem state: +clean\n");
    assertThat(staging.resolve("kept")).content().isEqualTo("kept");
    sandbox.node().nodeUnstageVolume(unstage(staging));
    Shell.run("e2fsck", "-fn", volume.device().toString());
  }

  @Test
  void whatIsMountedInAnotherNamespaceIsNotCheckedBeneathIt() throws Exception {
    LoopVolume volume = sandbox.attach(Requests.VOLUME, 64);
    Shell.run("mkfs.ext4", "-q", "-F", volume.device().toString());
    String mount = "mount " + volume.device() + " " + sandbox.made("elsewhere");
    Process elsewhere =
        new ProcessBuilder("unshare", "-m", "sh", "-c", mount + " && echo there && exec cat")
            .start();
    try {
      assertThat(elsewhere.getInputStream().read()).isEqualTo('t');

      sandbox.node().nodeStageVolume(stage(staging, mount("ext4")));
      sandbox.node().nodeUnstageVolume(unstage(staging));
    } finally {
      elsewhere.getOutputStream().close();
      assertThat(elsewhere.waitFor()).isZero();
    }
  }
}
