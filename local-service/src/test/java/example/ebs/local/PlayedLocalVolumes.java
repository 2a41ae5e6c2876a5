package example.ebs.local;

import example.ebs.csi.failure.Failure;
import example.ebs.local.model.LocalVolumeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Local volumes that only a test knows. */
public final class PlayedLocalVolumes implements LocalVolumes {
  private final Map<LocalVolumeId, String> present = new ConcurrentHashMap<>();
  private final Set<LocalVolumeId> mounted = ConcurrentHashMap.newKeySet();
  private final Map<LocalVolumeId, CountDownLatch> hung = new ConcurrentHashMap<>();
  private final Set<LocalVolumeId> silent = ConcurrentHashMap.newKeySet();
  private final Set<InlineVolume> inline = ConcurrentHashMap.newKeySet();

  public void put(LocalVolumeId volume, String enforcedBy) {
    present.put(volume, enforcedBy);
  }

  public void mount(LocalVolumeId volume) {
    mounted.add(volume);
  }

  public void unmount(LocalVolumeId volume) {
    mounted.remove(volume);
  }

  public void put(InlineVolume volume) {
    inline.add(volume);
  }

  public Set<LocalVolumeId> present() {
    return Set.copyOf(present.keySet());
  }

  /** From now on its removal does not end before the latch opens. */
  public void hang(LocalVolumeId volume, CountDownLatch until) {
    hung.put(volume, until);
  }

  @Override
  public void remove(LocalVolumeId volume) {
    Optional.ofNullable(hung.get(volume)).ifPresent(PlayedLocalVolumes::await);
    if (mounted.contains(volume)) {
      throw new Failure.InUse(volume + " is mounted");
    }
    present.remove(volume);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new Failure.Unavailable("stopped", interrupted);
    }
  }

  @Override
  public List<InlineVolume> emptyDirs() {
    return List.copyOf(inline);
  }

  @Override
  public void removeEmptyDir(InlineVolume volume) {
    inline.remove(volume);
  }

  /** Nobody can say of it how it is enforced. */
  public void silence(LocalVolumeId volume) {
    silent.add(volume);
  }

  @Override
  public Optional<String> enforcedBy(LocalVolumeId volume) {
    if (silent.contains(volume)) {
      throw new Failure.Unavailable("the root of " + volume + " does not answer");
    }
    return Optional.ofNullable(present.get(volume));
  }

  @Override
  public List<String> finishRemovals() {
    return List.of();
  }
}
