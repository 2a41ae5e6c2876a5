package example.ebs.node;

import static example.ebs.node.Requests.mount;
import static example.ebs.node.Requests.publish;
import static example.ebs.node.Requests.stage;
import static example.ebs.node.Requests.unpublish;
import static example.ebs.node.Requests.unstage;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.Shell;
import example.ebs.linux.LoopVolume;
import example.ebs.linux.RootOnly;
import example.ebs.proto.csi.NodePublishVolumeRequest;
import example.ebs.proto.csi.NodeStageVolumeRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever mount options the kernel takes, asking again for the same finds it done.
 *
 * <p>Not a jqwik property: those cannot be skipped, and this takes root.
 */
final class IdempotentOptionsTest {
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

  private static final long SEED = 20261201;
  private static final int SETS = 250;

  private Optional<Sandbox> begun = Optional.empty();

  @BeforeEach
  void begin() throws IOException {
    RootOnly.require();
    Sandbox sandbox = new Sandbox();
    begun = Optional.of(sandbox);
    LoopVolume volume = sandbox.attach(Requests.VOLUME, 64);
    Shell.run("mkfs.ext4", "-q", "-F", volume.device().toString());
  }

  @AfterEach
  void end() {
    begun.ifPresent(Sandbox::close);
  }

  @Test
  void stagedAndPublishedTwiceIsDoneOnce() throws IOException {
    RandomGenerator random = new Random(SEED);
    for (int i = 0; i < SETS; i++) {
      stageAndPublishTwice(options(random), options(random), random.nextBoolean());
    }
  }

  private void stageAndPublishTwice(String[] staged, String[] published, boolean readOnly)
      throws IOException {
    Sandbox sandbox = begun.orElseThrow();
    Path staging = sandbox.made("staging");
    Path target = sandbox.made("pods/web").resolve("target");
    NodeStageVolumeRequest stage = stage(staging, mount("ext4", staged));
    NodePublishVolumeRequest publish =
        publish(staging, target, mount("ext4", published)).toBuilder()
            .setReadonly(readOnly)
            .build();
    sandbox.node().nodeStageVolume(stage);
    sandbox.node().nodeStageVolume(stage);
    sandbox.node().nodePublishVolume(publish);
    sandbox.node().nodePublishVolume(publish);

    String mounts = Shell.run("cat", "/proc/self/mountinfo");
    assertThat(mounts)
        .as("staged with %s, published with %s", List.of(staged), List.of(published))
        .containsOnlyOnce(" " + staging + " ")
        .containsOnlyOnce(" " + target + " ");
    sandbox.node().nodeUnpublishVolume(unpublish(target));
    sandbox.node().nodeUnstageVolume(unstage(staging));
  }

  private static String[] options(RandomGenerator random) {
    return Stream.generate(() -> WORDS[random.nextInt(WORDS.length)])
        .limit(random.nextInt(7))
        .toArray(String[]::new);
  }
}
