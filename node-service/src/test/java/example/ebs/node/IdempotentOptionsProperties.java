package example.ebs.node;

import static example.ebs.node.Requests.mount;
import static example.ebs.node.Requests.publish;
import static example.ebs.node.Requests.stage;
import static example.ebs.node.Requests.unpublish;
import static example.ebs.node.Requests.unstage;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.proto.csi.NodePublishVolumeRequest;
import example.ebs.proto.csi.NodeStageVolumeRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Whatever mount options the kernel takes, asking again for the same finds it done. */
final class IdempotentOptionsProperties {
  private static final String[] WORDS = {
    "ro",
    "rw",
    "suid",
    "nosuid",
    "dev",
    "nodev",
    "exec",
    "noexec",
    "nosymfollow",
    "sync",
    "async",
    "dirsync",
    "noatime",
    "atime",
    "relatime",
    "strictatime",
    "nodiratime",
    "diratime",
    "lazytime",
    "nolazytime",
    "mand",
    "nomand",
    "silent",
    "loud",
    "defaults",
    "_netdev",
    "discard",
    "nodiscard",
    "noatime,nodiratime",
    "x-mine=1"
  };

  private Optional<Sandbox> begun = Optional.empty();

  @BeforeProperty
  void begin() throws IOException {
    RootOnly.require();
    Sandbox sandbox = new Sandbox();
    begun = Optional.of(sandbox);
    LoopVolume volume = sandbox.attach(Requests.VOLUME, 64);
    Shell.run("mkfs.ext4", "-q", "-F", volume.device().toString());
  }

  @AfterProperty
  void end() {
    begun.ifPresent(Sandbox::close);
  }

  @Property(tries = 250, shrinking = ShrinkingMode.OFF)
  void stagedAndPublishedTwiceIsDoneOnce(
      @ForAll("options") List<String> staged,
      @ForAll("options") List<String> published,
      @ForAll boolean readOnly)
      throws IOException {
    Sandbox sandbox = begun.orElseThrow();
    Path staging = sandbox.made("staging");
    Path target = sandbox.made("pods/web").resolve("target");
    NodeStageVolumeRequest stage = stage(staging, mount("ext4", staged.toArray(String[]::new)));
    NodePublishVolumeRequest publish =
        publish(staging, target, mount("ext4", published.toArray(String[]::new))).toBuilder()
            .setReadonly(readOnly)
            .build();
    sandbox.node().nodeStageVolume(stage);
    sandbox.node().nodeStageVolume(stage);
    sandbox.node().nodePublishVolume(publish);
    sandbox.node().nodePublishVolume(publish);

    String mounts = Shell.run("cat", "/proc/self/mountinfo");
    assertThat(mounts).containsOnlyOnce(" " + staging + " ").containsOnlyOnce(" " + target + " ");
    sandbox.node().nodeUnpublishVolume(unpublish(target));
    sandbox.node().nodeUnstageVolume(unstage(staging));
  }

  @Provide
  Arbitrary<List<String>> options() {
    return Arbitraries.of(WORDS).list().ofMaxSize(6);
  }
}
