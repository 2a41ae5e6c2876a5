package example.ebs.provisioner.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.provisioner.Objects;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InTreeVolumesTest {
  private static final String ID = "vol-0123456789abcdef0";

  @ParameterizedTest
  @ValueSource(
      strings = {ID, "aws://us-east-1a/" + ID, "aws:///" + ID, "aws://us-east-1a/" + ID + "/"})
  void readsEveryFormOfAnId(String volumeId) {
    assertThat(InTreeVolumes.handle(volumeId)).isEqualTo(ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gce://a/" + ID, "aws://us-east-1a/", "aws://a/b/" + ID, "disk-1"})
  void refusesWhatHoldsNoId(String volumeId) {
    assertThatThrownBy(() -> InTreeVolumes.handle(volumeId))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining("aws://us-east-1a/vol-");
  }

  @Test
  void isReadAsKubernetesTranslatesIt() {
    PersistentVolume volume = Objects.inTreeVolume("pv-1", "aws://us-east-1a/" + ID, 2);
    VolumeSource source = Objects.present(VolumeSource.of(volume.getSpec(), InTreeVolumes.DRIVER));
    assertThat(source.handle()).isEqualTo(ID);
    assertThat(source.filesystem()).isEqualTo("ext4");
    assertThat(source.readOnly()).isFalse();
    assertThat(source.attributes()).isEqualTo(Map.of("partition", "2"));
  }

  @Test
  void belongsToTheDriverOfThatNameOnly() {
    PersistentVolume volume = Objects.inTreeVolume("pv-1", ID, 0);
    assertThat(VolumeSource.of(volume.getSpec(), "ebs.example")).isEmpty();
  }
}
