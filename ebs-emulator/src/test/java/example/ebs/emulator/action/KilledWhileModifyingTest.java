package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The emulator dies at each save of a modification, before it comes to the disk or just after; and
 * what grew before is larger than the state says.
 */
final class KilledWhileModifyingTest {
  /** The saves of a modification: that it began, that the volume is changed, that it is done. */
  private static final int SAVES = 3;

  static Stream<Arguments> deaths() {
    return Stream.of(false, true)
        .flatMap(
            cameToDisk ->
                Stream.iterate(0, save -> save + 1)
                    .limit(SAVES + 1L)
                    .map(save -> Arguments.of(save, cameToDisk)));
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void askedAgainTheVolumeGrowsOnceAndNeverShrinks(int save, boolean cameToDisk) {
    InMemoryState store = new InMemoryState();
    TestRegion region = new TestRegion(store);
    String volume = region.attachedVolume(region.runningInstance(), "/dev/xvdaa");
    store.room = save;
    store.lies = cameToDisk;
    boolean died = dies(region, volume);
    assertThat(died).isEqualTo(save < SAVES);
    store.room = Integer.MAX_VALUE;

    region.restart();
    if (region.state().modifications().isEmpty()) {
      region.call("ModifyVolume", "VolumeId", volume, "Size", "16");
    }
    region.pass();
    region.pass();

    assertThat(region.state().volume(volume).specification().sizeGib()).isEqualTo(16);
    assertThat(region.state().modifications().values())
        .singleElement()
        .satisfies(only -> assertThat(only.state().text()).isEqualTo("completed"))
        .satisfies(only -> assertThat(only.earlier()).isEmpty());
    assertThat(region.files.sizes).containsEntry(volume, 16);
    assertThat(region.devices.grown).contains(volume);
  }

  private static boolean dies(TestRegion region, String volume) {
    try {
      region.call("ModifyVolume", "VolumeId", volume, "Size", "16");
      region.pass();
      region.pass();
      return false;
    } catch (UncheckedIOException full) {
      return true;
    }
  }
}
