package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What happens at once, and a disk that is full: nothing may be there that no state knows. */
final class SavedFirstTest {
  private final InMemoryState store = new InMemoryState();
  private final TestRegion region = new TestRegion(store, Duration.ZERO);

  @Test
  void noDeviceAppearsForAnAttachmentThatCannotBeSaved() {
    String instance = region.runningInstance();
    String volume = region.creatingVolume();
    store.room = 0;

    assertThatThrownBy(() -> region.attach(volume, instance, "/dev/xvdaa"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no space left");

    assertThat(region.devices.present).isEmpty();
    assertThat(region.status(volume)).isEqualTo("available");
  }

  @Test
  void noContentStaysOfAVolumeThatCannotBeSaved() {
    String saved = region.creatingVolume();
    store.room = 0;

    assertThatThrownBy(region::creatingVolume).isInstanceOf(UncheckedIOException.class);

    assertThat(region.files.present).containsExactly(saved);
  }

  @Test
  void aVolumeWhoseSaveFailedAndYetCameToTheDiskHasContentAfterARestart() {
    store.room = 0;
    store.lies = true;
    assertThatThrownBy(region::creatingVolume).isInstanceOf(UncheckedIOException.class);
    store.room = Integer.MAX_VALUE;

    region.restart();

    assertThat(region.state().volumes()).hasSize(1);
    assertThat(region.files.present).isEqualTo(region.state().volumes().keySet());
  }

  @Test
  void noFolderAppearsForAnInstanceThatCannotBeSaved() {
    store.room = 0;

    assertThatThrownBy(
            () -> region.call("RunInstances", "ImageId", "ami-1", "MinCount", "1", "MaxCount", "1"))
        .isInstanceOf(UncheckedIOException.class);

    assertThat(region.devices.instances).isEmpty();
    assertThat(region.state().instances()).isEmpty();
  }

  @Test
  void whatIsSavedIsDoneThoughWhatFollowsCannotBeSaved() {
    String instance = region.runningInstance();
    String volume = region.creatingVolume();
    store.room = 1;

    assertThat(region.attach(volume, instance, "/dev/xvdaa").first("status"))
        .isEqualTo("attaching");

    store.room = Integer.MAX_VALUE;
    assertThat(region.attachmentStatus(volume)).isEqualTo("attached");
    assertThat(region.devices.present).hasSize(1);
  }

  @Test
  void whatFollowsByItselfIsSavedLittleLater() {
    String volume = region.creatingVolume();
    assertThat(region.status(volume)).isEqualTo("available");

    region.pass(Duration.ofSeconds(1));

    assertThat(store.load().orElseThrow().volume(volume)).isEqualTo(region.state().volume(volume));
  }

  @Test
  void anInstanceHasItsFolderAgainAfterACrash() {
    String instance = region.runningInstance();
    region.devices.instances.clear();

    region.restart();

    assertThat(region.devices.instances).containsExactly(instance);
  }

  @Test
  void aVolumeThatStaysOpenIsNotSavedAgainAndAgain() {
    String instance = region.runningInstance();
    String volume = region.creatingVolume();
    region.attach(volume, instance, "/dev/xvdaa");
    region.devices.openVolumes.add(volume);
    region.call("DetachVolume", "VolumeId", volume);
    region.pass(Duration.ofSeconds(1));
    store.room = 0;

    region.pass(Duration.ofSeconds(1));
    region.pass(Duration.ofSeconds(1));

    assertThat(region.attachmentStatus(volume)).isEqualTo("busy");
    assertThat(region.nextDue().orElseThrow()).isAfter(region.clock.instant());
    store.room = Integer.MAX_VALUE;
    region.devices.openVolumes.clear();
    region.pass(Duration.ofSeconds(1));
    assertThat(region.status(volume)).isEqualTo("available");
  }
}
