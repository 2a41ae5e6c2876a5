package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The emulator dies at each save of a snapshot, its restoration and its deletion, before it comes
 * to the disk or just after: whatever is there has its content, and no content is there for
 * nothing.
 */
final class KilledWhileCopyingTest {
  private static final int SAVES = 6;

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
  void whatIsThereHasItsContentAndNothingElseHas(int save, boolean cameToDisk) {
    InMemoryState store = new InMemoryState();
    TestRegion region = new TestRegion(store);
    String volume = region.availableVolume();
    store.room = save;
    store.lies = cameToDisk;
    boolean died = dies(region, volume);
    assertThat(died).isEqualTo(save < SAVES);
    store.room = Integer.MAX_VALUE;

    region.restart();
    region.pass();

    Set<String> withContent = new HashSet<>(region.state().volumes().keySet());
    region.state().snapshots().values().stream()
        .filter(snapshot -> snapshot.status().equals("completed"))
        .forEach(snapshot -> withContent.add(snapshot.id()));
    assertThat(region.files.present).isEqualTo(withContent);
    assertThat(region.files.copying).isEmpty();
  }

  private static boolean dies(TestRegion region, String volume) {
    try {
      String snapshot = region.call("CreateSnapshot", "VolumeId", volume).first("snapshotId");
      region.pass();
      region.call("CreateVolume", "AvailabilityZone", "zone-b", "SnapshotId", snapshot);
      region.pass();
      region.call("DeleteSnapshot", "SnapshotId", snapshot);
      region.pass();
      return false;
    } catch (UncheckedIOException full) {
      return true;
    }
  }
}
