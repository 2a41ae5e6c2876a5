package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.emulator.state.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RestartTest {
  @TempDir Path directory;

  @Test
  void everyStepOfAVolumesLifeSurvivesARestart() throws IOException {
    try (StateFile file = new StateFile(directory, "none")) {
      liveThroughRestarts(new TestRegion(file));
    }
  }

  private static void liveThroughRestarts(TestRegion region) {
    String instance = region.runningInstance();
    region.restart();
    String volume = region.creatingVolume("ClientToken", "t");
    region.restart();
    assertThat(region.status(volume)).isEqualTo("creating");
    assertThat(region.creatingVolume("ClientToken", "t")).isEqualTo(volume);
    region.pass();
    region.restart();
    assertThat(region.status(volume)).isEqualTo("available");
    region.attach(volume, instance, "/dev/xvdaa");
    region.restart();
    assertThat(region.attachmentStatus(volume)).isEqualTo("attaching");
    region.pass();
    region.restart();
    assertThat(region.attachmentStatus(volume)).isEqualTo("attached");
    region.call("DetachVolume", "VolumeId", volume);
    region.restart();
    assertThat(region.attachmentStatus(volume)).isEqualTo("detaching");
    region.pass();
    region.restart();
    assertThat(region.status(volume)).isEqualTo("available");
    region.call("DeleteVolume", "VolumeId", volume);
    region.restart();
    region.pass();
    region.restart();
    assertThat(region.state().volumes()).isEmpty();
  }
}
