package example.ebs.provisioner.local;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What claims and classes may ask of local volumes; what cannot be is told and tried seldom. */
final class LocalRequestTest {
  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();
  private static final PersistentVolumeClaim CLAIM = Given.claim("data", "any", "node-b");

  private final LocalScene scene = new LocalScene(CLUSTER);

  @ParameterizedTest
  @ValueSource(strings = {"ReadWriteOnce", "ReadWriteOncePod", "ReadOnlyMany"})
  void whatOneNodeCanKeepIsGranted(String mode) {
    assertGranted(LocalScene.asking(CLAIM, mode), Map.of("mode", "hostPath"));
  }

  @Test
  void manyWritersNeedAClassThatSharesVolumes() {
    PersistentVolumeClaim claim = LocalScene.asking(CLAIM, "ReadWriteMany");
    assertRefused(claim, Map.of("mode", "hostPath"), "shared: \"true\"");
    assertGranted(claim, Map.of("mode", "hostPath", "shared", "true"));
  }

  @Test
  void blocksAreSharedByNobody() {
    assertRefused(
        LocalScene.block(LocalScene.asking(CLAIM, "ReadWriteMany")),
        Map.of("mode", "hostPath", "shared", "true"),
        "volumeMode Filesystem");
  }

  @Test
  void aBlockDeviceIsMadeOfAFileOfItsOwnOnly() {
    PersistentVolumeClaim claim = LocalScene.block(CLAIM);
    assertRefused(claim, Map.of("mode", "emptyDir"), "volumeMode Block");
    assertRefused(claim, Map.of("mode", "hostPath", "path", "/srv/data/x"), "volumeMode Block");
    assertGranted(claim, Map.of("mode", "hostPath"));
  }

  @ParameterizedTest
  @CsvSource({
    "rots, default, roots",
    "permissions, rwx, octal",
    "owner, root, number",
    "maxSize, big, 10Gi",
    "maxSize, 1Mi, class allows",
    "enforce, always, quota",
    "path, relative, absolute",
    "path, /srv/data/../etc, absolute",
    "path, /etc, beneath a directory that the administrator",
    "path, /srv/database, beneath a directory that the administrator",
    "roots, ../x, names of roots",
    "csi.storage.k8s.io/fstype, btrfs, ext4",
    "shared, maybe, true",
    "medium, Memory, mode hostPath"
  })
  void aParameterThatWillNotDoIsNamedWithWhatWould(String key, String value, String wanted) {
    assertRefused(CLAIM, Map.of("mode", "hostPath", key, value), wanted);
  }

  @Test
  void anImageIsNotMadeLargerThanTheClaimAsksFor() {
    PersistentVolumeClaim small = LocalScene.sized(CLAIM, "32Mi");
    Map<String, String> xfs =
        Map.of("mode", "hostPath", "enforce", "image", "csi.storage.k8s.io/fstype", "xfs");
    assertRefused(small, xfs, "the smallest with xfs is 301 MiB");
    assertRefused(
        LocalScene.sized(CLAIM, "8Mi"), Map.of("mode", "hostPath", "enforce", "image"), "16 MiB");
    assertGranted(LocalScene.block(small), xfs);
  }

  @Test
  void aSizeThatAQuotaMayHoldIsLeftToTheNode() {
    assertGranted(LocalScene.sized(CLAIM, "8Mi"), Map.of("mode", "hostPath", "enforce", "auto"));
  }

  @Test
  void anExistingDirectoryIsUsedWhereTheAdministratorAllowsIt() {
    assertGranted(CLAIM, Map.of("mode", "hostPath", "path", "/srv/data/x", "readOnly", "true"));
    assertThat(scene.written().getFirst().getSpec().getCsi().getVolumeAttributes())
        .containsEntry("path", "/srv/data/x")
        .containsEntry("readOnly", "true")
        .doesNotContainKeys("directory", "size");
  }

  @Test
  void aClassOfAttributesThatNobodyServesIsRefusedHereToo() {
    PersistentVolumeClaim claim =
        new PersistentVolumeClaimBuilder(CLAIM)
            .editSpec()
            .withVolumeAttributesClassName("fast")
            .endSpec()
            .build();
    assertRefused(claim, Map.of("mode", "hostPath"), "volumeAttributesClassName fast");
  }

  @Test
  void anEmptyDirectoryMayBeMemory() {
    assertGranted(CLAIM, Map.of("mode", "emptyDir", "medium", "Memory"));
    assertThat(scene.written().getFirst().getSpec().getCsi().getVolumeAttributes())
        .containsEntry("medium", "Memory")
        .containsEntry("mode", "emptyDir");
  }

  private void assertGranted(PersistentVolumeClaim claim, Map<String, String> parameters) {
    assertThat(provide(claim, parameters)).isEqualTo(Outcome.done());
    assertThat(scene.written()).hasSize(1);
  }

  private void assertRefused(
      PersistentVolumeClaim claim, Map<String, String> parameters, String reason) {
    assertThat(provide(claim, parameters)).isEqualTo(Outcome.seldom());
    assertThat(scene.written()).isEmpty();
    assertThat(scene.events.told().getLast())
        .startsWith("Warning ProvisioningFailed PersistentVolumeClaim/data: ")
        .contains(reason);
  }

  private Outcome provide(PersistentVolumeClaim claim, Map<String, String> parameters) {
    return scene.provide(claim, LocalScene.local(Given.waiting("any"), new HashMap<>(parameters)));
  }
}
