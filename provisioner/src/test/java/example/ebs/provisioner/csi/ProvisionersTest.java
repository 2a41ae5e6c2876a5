package example.ebs.provisioner.csi;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.Objects;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** As the external-provisioner decides whose a PersistentVolume is. */
final class ProvisionersTest {
  private static final String MADE_BY = "pv.kubernetes.io/provisioned-by";
  private static final String MIGRATED = "pv.kubernetes.io/migrated-to";
  private static final PersistentVolume CSI = Objects.volume("pv", "driver", "vol-1");
  private static final PersistentVolume OLD = Objects.inTreeVolume("pv", "vol-1", 0);

  @Test
  void whoMadeItIsToldByAnAnnotationAndNotByTheDriver() {
    assertThat(Provisioners.of(with(CSI, Map.of(MADE_BY, "maker")))).containsExactly("maker");
  }

  @Test
  void oneThatPeopleWroteIsItsDrivers() {
    assertThat(Provisioners.of(CSI)).containsExactly("driver");
    assertThat(Provisioners.of(with(CSI, Map.of(MIGRATED, "other")))).containsExactly("driver");
  }

  @Test
  void oneOfKubernetesOwnDriversIsWhoseKubernetesSays() {
    assertThat(Provisioners.of(OLD)).isEmpty();
    assertThat(Provisioners.of(with(OLD, Map.of(MIGRATED, "new")))).containsExactly("new");
    assertThat(Provisioners.of(with(OLD, Map.of(MADE_BY, "old", MIGRATED, "new"))))
        .containsExactlyInAnyOrder("old", "new");
    assertThat(Provisioners.of(with(OLD, Map.of(MADE_BY, "kubernetes.io/aws-ebs"))))
        .as("also before Kubernetes has said so")
        .containsExactly(InTreeVolumes.DRIVER);
  }

  private static PersistentVolume with(PersistentVolume any, Map<String, String> annotations) {
    return new PersistentVolumeBuilder(any)
        .editMetadata()
        .withAnnotations(annotations)
        .endMetadata()
        .build();
  }
}
