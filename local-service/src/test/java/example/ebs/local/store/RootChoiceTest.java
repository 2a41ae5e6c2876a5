package example.ebs.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.local.model.LocalRoot;
import example.ebs.local.model.LocalVolumeId;
import example.ebs.local.model.RootName;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RootChoiceTest {
  private static final LocalRoot HEAVY = root("heavy", 3);
  private static final LocalRoot LIGHT = root("light", 1);

  @Test
  void aVolumeAlwaysPrefersTheSameRoot() {
    assertThat(RootChoice.preferred(key(7), List.of(HEAVY, LIGHT)))
        .isEqualTo(RootChoice.preferred(key(7), List.of(LIGHT, HEAVY)))
        .hasSize(2);
  }

  @Test
  void aRootGetsVolumesByItsWeight() {
    long heavy = 0;
    for (int volume = 0; volume < 4000; volume++) {
      if (RootChoice.preferred(key(volume), List.of(HEAVY, LIGHT)).getFirst().equals(HEAVY)) {
        heavy++;
      }
    }

    assertThat(heavy).isBetween(2900L, 3100L);
  }

  private static VolumeKey key(int volume) {
    return VolumeKey.of(LocalVolumeId.ofVolume("pvc-" + volume));
  }

  private static LocalRoot root(String name, int weight) {
    return new LocalRoot(new RootName(name), Path.of("/" + name), weight);
  }
}
