package example.ebs.local.leftover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.local.InlineVolume;
import example.ebs.local.PlayedLocalVolumes;
import example.ebs.local.model.InlineVolumeId;
import example.ebs.local.store.PodReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only what nobody has any more is removed, and only when that was seen twice. */
final class LeftoverSweepTest {
  private static final PodReference POD = new PodReference("uid-1", "default", "web");
  private static final InlineVolume VOLUME =
      new InlineVolume(new InlineVolumeId("csi-" + "0".repeat(64)), POD);

  @TempDir private Path folder;
  private final PlayedLocalVolumes volumes = new PlayedLocalVolumes();
  private final PlayedPods pods = new PlayedPods();
  private Path kubelet;
  private LeftoverSweep sweep;

  /** Pods that only the test knows. */
  private static final class PlayedPods implements NodePods {
    private final Set<String> here = new HashSet<>();
    private final Set<PodReference> anywhere = new HashSet<>();
    private Optional<Failure> silence = Optional.empty();

    @Override
    public Set<String> uids() {
      silence.ifPresent(
          failure -> {
            throw failure;
          });
      return Set.copyOf(here);
    }

    @Override
    public boolean exists(PodReference pod) {
      return anywhere.contains(pod);
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    kubelet = Files.createDirectory(folder.resolve("pods"));
    sweep = new LeftoverSweep(volumes, new PodFolders(kubelet), pods);
    volumes.put(VOLUME);
  }

  @Test
  void whatNobodyHasIsRemovedOnceThatWasSeenTwice() {
    sweep.sweep();
    assertThat(volumes.emptyDirs()).containsExactly(VOLUME);

    sweep.sweep();

    assertThat(volumes.emptyDirs()).isEmpty();
  }

  @Test
  void whatTheKubeletHasAFolderOfIsKept() throws IOException {
    Files.createDirectory(kubelet.resolve("uid-1"));
    isKept();
  }

  @Test
  void aLinkInPlaceOfThatFolderCountsAsOne() throws IOException {
    Files.createSymbolicLink(kubelet.resolve("uid-1"), folder.resolve("nowhere"));
    isKept();
  }

  @Test
  void whatKubernetesHasThePodOfIsKept() {
    pods.here.add("uid-1");
    isKept();
  }

  @Test
  void aPodThatTheListLacksButThatIsThereKeepsItsVolume() {
    pods.anywhere.add(POD);
    isKept();
  }

  @Test
  void withoutAnAnswerEverythingIsKept() {
    pods.silence = Optional.of(new Failure.Unavailable("away"));

    for (int sweeps = 0; sweeps < 3; sweeps++) {
      assertThatThrownBy(() -> sweep.sweep()).isInstanceOf(Failure.Unavailable.class);
    }
    assertThat(volumes.emptyDirs()).containsExactly(VOLUME);
  }

  @Test
  void aSweepWithoutAnAnswerInBetweenMeansSeenOnceOnly() {
    sweep.sweep();
    pods.silence = Optional.of(new Failure.Unavailable("away"));
    assertThatThrownBy(() -> sweep.sweep()).isInstanceOf(Failure.Unavailable.class);
    pods.silence = Optional.empty();

    sweep.sweep();

    assertThat(volumes.emptyDirs()).containsExactly(VOLUME);
  }

  @Test
  void withoutTheKubeletsFolderNobodyKnowsAndAllIsKept() throws IOException {
    Files.delete(kubelet);
    isKept();
  }

  private void isKept() {
    sweep.sweep();
    sweep.sweep();
    sweep.sweep();
    assertThat(volumes.emptyDirs()).containsExactly(VOLUME);
  }
}
